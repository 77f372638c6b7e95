// What the page has of a recording: the frames of a file, or those that a running program has told so far. The oldest go when there are too many.

const MOST_STEPS = 2e6;
const MOST_SECONDS = 120;

export class Recording {
  constructor() {
    this.clear();
  }

  clear() {
    this.frames = [];
    this.gcs = [];
    this.marks = [];
    this.scripts = [];
    this.steps = 0;
    this.loop = '';
  }

  get first() {
    return this.frames[0]?.at ?? 0;
  }

  get last() {
    const frame = this.frames.at(-1);
    return frame ? frame.at + frame.length : 0;
  }

  // The number of the last frame.
  get newest() {
    return this.frames.at(-1)?.number ?? -1;
  }

  add({ frames, chunk, gcs, marks, loop }, isBounded = true) {
    const known = this.frames.length ? this.last : -Infinity;
    for (const frame of frames) {
      frame.chunk = chunk;
      this.frames.push(frame);
    }
    this.steps += chunk.at.length;
    this.loop = loop;
    this.gcs.push(...gcs.filter((gc) => gc.at >= known));
    const newMarks = marks.filter((mark) => mark.at >= known);
    this.marks.push(...newMarks);
    this.scripts.push(...newMarks.filter((mark) => mark.kind === 'script'));
    if (isBounded) this.drop();
  }

  drop() {
    let count = 0, steps = this.steps;
    while (count < this.frames.length && (steps > MOST_STEPS || this.frames[count].at < this.last - MOST_SECONDS)) {
      steps -= this.frames[count].to - this.frames[count].from;
      count++;
    }
    if (!count) return;
    this.frames.splice(0, count);
    this.steps = steps;
    const isKept = (each) => each.at >= this.first;
    this.gcs = this.gcs.filter(isKept);
    this.marks = this.marks.filter(isKept);
    this.scripts = this.scripts.filter(isKept);
  }

  // The index of the last frame that had begun by then; -1 when none had.
  indexAt(time) {
    let low = 0, high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.frames[middle].at <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  longest(from, to) {
    let found = null;
    for (let i = Math.max(0, this.indexAt(from)); i < this.frames.length && this.frames[i].at <= to; i++) {
      if (!found || this.frames[i].length > found.length) found = this.frames[i];
    }
    return found;
  }

  within(list, from, to) {
    return list.filter((each) => each.at + (each.length ?? 0) >= from && each.at <= to);
  }
}

// One step of a frame in words and numbers.
export function stepOf(frame, index) {
  const { chunk } = frame;
  const text = (column) => chunk.texts[chunk[column][index]];
  return { index, task: chunk.task[index], name: text('name'), site: text('site'), at: chunk.at[index], length: chunk.length[index], waker: text('waker'), sharers: chunk.sharers[index] };
}
