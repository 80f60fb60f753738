// Whether words look as if they were typed on the wrong layout: read the other way round they hold far more of the pairs
// of letters that the language is made of. No dictionary: a wrong guess costs a quiet chip that nobody presses.
import { turnedRound } from "./keyboard";

const ENGLISH = pairs(
  "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pa hm",
);
const ARABIC = pairs(
  "ال لا ما من ان في لم لي ين ون ات ها هم نا ية لت عل لى يا را ار لع لس لط طل لب با بة رح حب مر وا ول وم وي وص صل لل له لك كم كن كل ري رب بر رة دي دا دة تا تم تو تح تن تي ست سل سا سي شك شا كر را رو رس رق رض لق قا قي قد قل قب بل بي بع بك بن بو عم عن عد عر عا عي عة يت ير يم يس يق يل يع يد يك كا كت كو كي مت مع مح مد مش مس مط مو مي مك مل مق نت نو ني نع نك نه نص نق هذ هل هن هو هي هر وق وك ون ور وس وع وف وت وب فا فت فر فق فض فو فع صا صي صح ضا ضو حا حت حد حس حق حم حل حي جا جد جع جل جي جن خا خر خد خي خل ذا ذي ذك زي زب زا سع سم سب سؤ شر شي شو طا طي طع طر طب ظر غا غد غي غل تص تأ أن أو أم أي أر إل إن ئق اه اء ام اب اق اك اع اس اج اح اش اض اط اف اي اً اد اذ ايع ؟",
);
/** Shorter runs say too little. */
const LETTERS = 4;
/** By how much of all pairs the other reading has to be better. */
const MARGIN = 0.4;

function pairs(list: string): Set<string> {
  return new Set(list.split(" "));
}

function share(text: string, known: Set<string>): number {
  let [hits, all] = [0, 0];
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    for (let at = 0; at + 1 < word.length; at += 1) {
      all += 1;
      if (known.has(word.slice(at, at + 2))) hits += 1;
    }
  }
  return all === 0 ? 0 : hits / all;
}

/** Whether a word is rather an address: two of the signs that part one. */
function isAddress(word: string): boolean {
  const first = word.search(/[:/@.]/u);
  return first >= 0 && Math.max(...[".", "/", "@"].map((sign) => word.lastIndexOf(sign))) > first;
}

/** What the words were meant to be; null where they look right as they are. */
export function meantText(run: string): string | null {
  if (run.replace(/[^\p{L}]/gu, "").length < LETTERS || run.split(/\s+/u).some(isAddress)) return null;
  const other = turnedRound(run);
  if (other === run) return null;
  const latin = /[A-Za-z]/.test(run);
  const [typed, meant] = latin ? [share(run, ENGLISH), share(other, ARABIC)] : [share(run, ARABIC), share(other, ENGLISH)];
  return meant - typed >= MARGIN ? other : null;
}
