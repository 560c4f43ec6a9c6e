/**
 * Sums of the lengths of a list's members, in code points (0) and units (1): a Fenwick tree each
 * (Fenwick 1994). Which member holds a place, and what lies before it, takes O(log n); a member
 * that comes or goes costs a rebuild, O(n).
 */
interface Member {
  readonly codePoints: number;
  readonly units: number;
}

export class Sums {
  /** Set by `find`: totals of the members before the one found. */
  before = 0;
  otherBefore = 0;
  private size = 0;
  private top = 1;
  private trees: readonly [Int32Array, Int32Array] = [new Int32Array(8), new Int32Array(8)];

  /** Forgets everything and takes in the lengths of `members`. */
  rebuild(members: readonly Member[]): void {
    const size = members.length;
    if (size >= this.trees[0].length) {
      this.trees = [new Int32Array(2 * size), new Int32Array(2 * size)];
    }
    this.size = size;
    while (this.top * 2 <= size) this.top *= 2;
    while (this.top > 1 && this.top > size) this.top /= 2;
    const [a, b] = this.trees;
    members.forEach((member, i) => {
      a[i + 1] = member.codePoints;
      b[i + 1] = member.units;
    });
    for (let i = 1; i <= size; i++) {
      const above = i + (i & -i);
      if (above > size) continue;
      (a[above] as number) += a[i] as number;
      (b[above] as number) += b[i] as number;
    }
  }

  /** Notes that a member has become longer, or shorter by negative numbers. */
  add(index: number, codePoints: number, units: number): void {
    const [a, b] = this.trees;
    for (let i = index + 1; i <= this.size; i += i & -i) {
      (a[i] as number) += codePoints;
      (b[i] as number) += units;
    }
  }

  /** Index of the first member that ends at or after `place` in one of the spaces; see `before`. */
  find(place: number, space: 0 | 1): number {
    const tree = this.trees[space];
    const other = this.trees[1 - space] as Int32Array;
    let index = 0;
    let before = 0;
    let otherBefore = 0;
    for (let step = this.top; step > 0; step >>= 1) {
      const next = index + step;
      if (next >= this.size || before + (tree[next] as number) >= place) continue;
      index = next;
      before += tree[next] as number;
      otherBefore += other[next] as number;
    }
    this.before = before;
    this.otherBefore = otherBefore;
    return index;
  }
}
