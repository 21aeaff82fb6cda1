import { crc32 } from "node:zlib";

/**
 * Whether a text was asked about before, not long ago: worth keeping what is made of it, as by far the most never is. Holds on
 * to no text, but to a mark for each of so many places; so it may, rarely, take one text for another.
 */
export function createSeenLately(places = 1024): (text: string) => boolean {
  const marks = new Uint32Array(places);
  return (text) => {
    const mark = crc32(text);
    const place = mark % places;
    const isSeen = marks[place] === mark;
    marks[place] = mark;
    return isSeen;
  };
}
