const PICTURE = /^https:\/\/[^\s/?#@.]+(?:\.[^\s/?#@.]+)+\/[^\s?#]*\.(?:png|jpe?g|gif|webp)(?:[?#]\S*)?$/iu;

/** Whether a text is the address of a picture and nothing else. */
export const isPictureLink = (text: string): boolean => text.length <= 2000 && PICTURE.test(text.trim());
