import { crc32 } from "node:zlib";

/** The marks of texts that are much alike lie close to each other in their last digits: multiplied, in their first ones they do not. */
const SPREAD = 2_654_435_761;

/**
 * Whether a text was asked about before, not long ago: worth keeping what is made of it, as by far the most never is. Holds on
 * to no text, but to a mark for each of so many places; so it may, rarely, take one text for another. Two that share a place, by
 * turns, are never seen: there are far more places than texts that come again.
 */
export function createSeenLately(places = 65_536): (text: string) => boolean {
  const marks = new Uint32Array(places);
  return (text) => {
    const mark = crc32(text);
    const place = Math.floor(((Math.imul(mark, SPREAD) >>> 0) / 2 ** 32) * places);
    const isSeen = marks[place] === mark;
    marks[place] = mark;
    return isSeen;
  };
}
