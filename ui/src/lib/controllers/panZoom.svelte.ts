// How far a picture is magnified, and where it was dragged to.
import { LARGEST_ZOOM } from "$lib/limits";

const STEP = 1.5;
/** What a double click magnifies to. */
const CLOSER = 2.5;

export type Point = { x: number; y: number };
export type Size = { width: number; height: number };

export class PanZoom {
  zoom = $state(1);
  /** From the stage's middle to the picture's, in CSS pixels. */
  offset = $state.raw<Point>({ x: 0, y: 0 });
  magnified = $derived(this.zoom > 1);
  transform = $derived(`translate(${this.offset.x}px, ${this.offset.y}px) scale(${this.zoom})`);

  reset(): void {
    this.zoom = 1;
    this.offset = { x: 0, y: 0 };
  }

  zoomIn(picture: Size): void {
    this.zoomTo(this.zoom * STEP, { x: 0, y: 0 }, picture);
  }

  zoomOut(picture: Size): void {
    this.zoomTo(this.zoom / STEP, { x: 0, y: 0 }, picture);
  }

  toggle(at: Point, picture: Size): void {
    this.zoomTo(this.magnified ? 1 : CLOSER, at, picture);
  }

  /** Magnifies about a point, seen from the stage's middle; `picture` is the size that it has unmagnified. */
  zoomTo(wanted: number, at: Point, picture: Size): void {
    const zoom = Math.min(Math.max(wanted, 1), LARGEST_ZOOM);
    const ratio = zoom / this.zoom;
    this.zoom = zoom;
    this.#moveTo({ x: at.x - (at.x - this.offset.x) * ratio, y: at.y - (at.y - this.offset.y) * ratio }, picture);
  }

  drag(by: Point, picture: Size): void {
    this.#moveTo({ x: this.offset.x + by.x, y: this.offset.y + by.y }, picture);
  }

  // Never so far that the middle of the stage shows nothing of it.
  #moveTo(to: Point, picture: Size): void {
    const most = (length: number) => (this.magnified ? (length * this.zoom) / 2 : 0);
    const within = (value: number, bound: number) => Math.min(Math.max(value, -bound), bound);
    this.offset = { x: within(to.x, most(picture.width)), y: within(to.y, most(picture.height)) };
  }
}
