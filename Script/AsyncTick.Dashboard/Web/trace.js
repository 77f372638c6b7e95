// A trace in the trace-event format as columns of numbers, which a page can hold of millions of steps and a worker can hand over without a copy.
// All times are in seconds from here on.

const MICRO = 1e-6;
const COLLECTIONS = 2147483647;

class Texts {
  constructor() {
    this.all = [''];
    this.index = new Map([['', 0]]);
  }

  of(value) {
    const text = value === undefined || value === null ? '' : String(value);
    let at = this.index.get(text);
    if (at === undefined) {
      at = this.all.push(text) - 1;
      this.index.set(text, at);
    }
    return at;
  }
}

// Frames up to a number are left out: those that the page has already.
export function readTrace(json, after = -1) {
  const events = Array.isArray(json) ? json : json?.traceEvents;
  if (!Array.isArray(events)) throw new Error('it has no "traceEvents"');
  const frames = [], steps = [], gcs = [], marks = [], starts = new Map(), ends = [], titles = new Map();
  for (const event of events) {
    const { ph, cat, args = {} } = event;
    const at = event.ts * MICRO, length = (event.dur ?? 0) * MICRO;
    if (ph === 'X' && cat === 'frame') {
      if (args.frame > after) frames.push({ number: args.frame, at, length, budget: (args.budgetMs ?? 0) / 1e3, backlog: args.backlog ?? 0, ready: args.ready ?? 0, gap: (args.gapMs ?? 0) / 1e3 });
    } else if (ph === 'X' && cat === 'step') {
      if (args.frame > after) steps.push(event);
    } else if (ph === 'X' && (cat === 'gc' || event.tid === COLLECTIONS)) {
      gcs.push({ at, length, generation: args.generation ?? 0 });
    } else if (ph === 's') {
      starts.set(event.id, event);
    } else if (ph === 'f') {
      ends.push(event);
    } else if (ph === 'i') {
      marks.push({ at, task: event.tid, kind: cat, text: event.name });
    } else if (ph === 'M' && event.name === 'thread_name') {
      titles.set(event.tid, args.name);
    }
  }

  frames.sort((a, b) => a.at - b.at);
  const chunk = columns(frames, steps, titles);
  connect(chunk, starts, ends);
  const other = json.otherData ?? {};
  return { frames, chunk, gcs: gcs.sort((a, b) => a.at - b.at), marks: marks.sort((a, b) => a.at - b.at), loop: other.loop ?? '', version: other.version ?? '', isOff: other.recorder === 'off' };
}

// Steps of one frame stand together, in the order of their starts; each frame knows its part.
function columns(frames, events, titles) {
  const places = new Map(frames.map((frame, index) => [frame.number, index]));
  const kept = events.filter((event) => places.has(event.args.frame));
  kept.sort((a, b) => places.get(a.args.frame) - places.get(b.args.frame) || a.ts - b.ts);
  const texts = new Texts();
  const count = kept.length;
  const chunk = {
    at: new Float64Array(count),
    length: new Float64Array(count),
    task: new Int32Array(count),
    name: new Int32Array(count),
    site: new Int32Array(count),
    waker: new Int32Array(count),
    sharers: new Int32Array(count),
    wakerStep: new Int32Array(count).fill(-1),
    texts: texts.all,
  };
  for (const frame of frames) frame.from = frame.to = 0;
  kept.forEach((event, index) => {
    const { args } = event;
    chunk.at[index] = event.ts * MICRO;
    chunk.length[index] = (event.dur ?? 0) * MICRO;
    chunk.task[index] = event.tid;
    chunk.name[index] = texts.of(event.name);
    chunk.site[index] = texts.of(args.line);
    chunk.waker[index] = texts.of(wakerOf(args, titles));
    chunk.sharers[index] = args.sharers ?? 1;
    const frame = frames[places.get(args.frame)];
    if (frame.to === 0) frame.from = index;
    frame.to = index + 1;
  });
  return chunk;
}

// The arrows from a waker's step to the step that it made ready.
function connect(chunk, starts, ends) {
  if (!ends.length) return;
  const byTask = new Map();
  chunk.task.forEach((task, index) => {
    const list = byTask.get(task);
    if (list) list.push(index);
    else byTask.set(task, [index]);
  });

  // The last step of a task that had begun by then.
  const stepAt = (task, ts) => {
    const list = byTask.get(task) ?? [];
    const time = ts * MICRO + 1e-8;
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (chunk.at[list[middle]] <= time) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? list[low - 1] : -1;
  };
  for (const end of ends) {
    const start = starts.get(end.id);
    const woken = stepAt(end.tid, end.ts);
    if (start && woken >= 0) chunk.wakerStep[woken] = stepAt(start.tid, start.ts);
  }
}

// What made a step's task ready, in words.
function wakerOf({ waker, wakerKind }, titles) {
  const task = titles.get(waker) ?? `task #${waker}`;
  switch (wakerKind) {
    case 'task': return `woken by ${task}`;
    case 'start': return waker > 0 ? `started by ${task}` : 'started by the host';
    case 'cancel': return waker > 0 ? `canceled by ${task}` : 'canceled';
    case 'post': return waker > 0 ? `posted by thread ${waker}` : 'posted';
    case 'clock': return 'woken by a clock';
    case 'frame': return 'woken by the frame';
    case 'host': return 'woken by the host';
    default: return '';
  }
}
