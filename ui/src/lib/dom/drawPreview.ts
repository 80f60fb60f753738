/** Draws the middle of a picture that the user is about to send. What is no picture leaves the canvas clear. */
export function drawPreview(canvas: HTMLCanvasElement, file: Blob): void {
  void createImageBitmap(file).then(
    (picture) => {
      const side = Math.min(picture.width, picture.height);
      const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
      canvas.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
      picture.close();
    },
    () => undefined,
  );
}
