// How the timeline is used: by mouse, keys and dropped files.

import { count, duration, fileOf, plainly, plural } from './format.js';

const $ = (id) => document.getElementById(id);

export function listen(timeline) {
  listenToFrames(timeline);
  listenToFlame(timeline);
  listenToDrops(timeline);
}

function listenToFrames(timeline) {
  const canvas = $('frames');
  let drag = null;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, from: timeline.frames.from, moved: false };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (drag) {
      drag.moved ||= Math.abs(event.offsetX - drag.x) > 4;
      if (drag.moved) {
        if (timeline.isLive) timeline.setLive(false);
        timeline.frames.pan(drag.from - timeline.frames.from - ((event.offsetX - drag.x) / timeline.frames.plot) * timeline.frames.span);
        timeline.draw();
      }
    }
    const frame = timeline.frames.frameAt(event.offsetX), scripts = timeline.frames.scriptsAt(event.offsetX).map((mark) => mark.text);
    point(timeline, !drag?.moved && (frame || scripts.length), event, () => [...(frame ? wordsOf(timeline, frame) : []), ...scripts]);
  });
  canvas.addEventListener('pointerup', (event) => {
    const frame = drag && !drag.moved ? timeline.frames.frameAt(event.offsetX) : null;
    drag = null;
    if (frame) timeline.choose(frame);
  });
  canvas.addEventListener('pointerleave', () => (timeline.tip.hidden = true));
  canvas.addEventListener('dblclick', () => timeline.fit());
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      if (timeline.isLive) timeline.setLive(false);
      timeline.frames.pan(((event.deltaX || event.deltaY) / timeline.frames.plot) * timeline.frames.span);
    } else {
      timeline.isZoomed = true;
      timeline.frames.zoom(1.0015 ** event.deltaY, timeline.isLive ? timeline.frames.to : timeline.frames.timeAt(event.offsetX));
    }
    timeline.draw();
  }, { passive: false });
  canvas.addEventListener('keydown', (event) => onKey(timeline, event, {
    ArrowLeft: () => (event.shiftKey ? panFrames(timeline, -0.2) : timeline.step(-1)),
    ArrowRight: () => (event.shiftKey ? panFrames(timeline, 0.2) : timeline.step(1)),
    PageUp: () => timeline.step(-1, true),
    PageDown: () => timeline.step(1, true),
    Home: () => timeline.choose(timeline.recording.frames[0] ?? null),
    End: () => timeline.choose(timeline.recording.frames.at(-1) ?? null),
    ArrowDown: () => timeline.flame.frame && $('flame').focus(),
  }));
}

function wordsOf(timeline, frame) {
  return [
    `Frame ${frame.number}: ${duration(frame.length)}${frame.budget ? ` of ${plainly(frame.budget)}` : ''}`,
    `${plural(frame.to - frame.from, 'step')}${frame.backlog ? `, ${count(frame.backlog)} left over` : ''}`,
    ...timeline.recording.within(timeline.recording.gcs, frame.at, frame.at + frame.length).map((gc) => `collection of generation ${gc.generation}: ${duration(gc.length)}`),
  ];
}

function panFrames(timeline, part) {
  if (timeline.isLive) timeline.setLive(false);
  timeline.frames.pan(timeline.frames.span * part);
  timeline.draw();
}

function listenToFlame(timeline) {
  const canvas = $('flame-canvas'), scroller = $('flame');
  scroller.addEventListener('scroll', () => timeline.draw(), { passive: true });
  canvas.addEventListener('pointermove', (event) => {
    const step = timeline.flame.stepAt(event.offsetX, event.offsetY);
    if (step !== timeline.flame.hovered) {
      timeline.flame.hovered = step;
      timeline.draw();
    }
    point(timeline, step >= 0 ? timeline.flame.step(step) : null, event, ({ name, task, length, site, waker, sharers }) =>
      [`${name}${task ? ` #${task}` : ''}: ${sharers > 1 ? 'about ' : ''}${duration(length)}`, site && fileOf(site), waker, sharers > 1 && `timed together with ${plural(sharers - 1, 'other step')}`].filter(Boolean));
  });
  canvas.addEventListener('pointerleave', () => {
    timeline.tip.hidden = true;
    timeline.flame.hovered = -1;
    timeline.draw();
  });
  canvas.addEventListener('click', (event) => {
    const step = timeline.flame.stepAt(event.offsetX, event.offsetY);
    if (step >= 0) timeline.chooseStep(step, true);
  });
  scroller.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    if (event.ctrlKey) timeline.flame.zoom(1.0015 ** event.deltaY, timeline.flame.timeAt(event.offsetX));
    else timeline.flame.pan(((event.deltaX || event.deltaY) / timeline.flame.plot) * (timeline.flame.to - timeline.flame.from));
    timeline.draw();
  }, { passive: false });
  const move = (rows, steps) => {
    timeline.flame.move(rows, steps);
    timeline.chooseStep(timeline.flame.chosen, false);
  };
  scroller.addEventListener('keydown', (event) => onKey(timeline, event, {
    ArrowUp: () => (timeline.flame.chosen < 0 || timeline.flame.rowOf.get(timeline.flame.frame.chunk.task[timeline.flame.chosen]) > 0 ? move(-1, 0) : $('frames').focus()),
    ArrowDown: () => move(1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    PageUp: () => move(-10, 0),
    PageDown: () => move(10, 0),
    Enter: () => timeline.flame.chosen >= 0 && timeline.chooseStep(timeline.flame.chosen, true),
    '+': () => timeline.flame.zoom(0.5),
    '-': () => timeline.flame.zoom(2),
    0: () => timeline.flame.fit(),
  }));
  $('step-open').addEventListener('click', () => timeline.chooseStep(timeline.flame.chosen, true));
}

function onKey(timeline, event, keys) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const all = { '+': () => timeline.zoom(0.5), '-': () => timeline.zoom(2), 0: () => timeline.fit(), l: () => timeline.chooseLongest(), ' ': () => timeline.setLive(!timeline.isLive), Escape: () => timeline.choose(null), ...keys };
  if (!all[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  all[event.key]();
  timeline.draw();
}

// Says what is under the mouse.
function point(timeline, what, event, words) {
  timeline.tip.hidden = !what;
  if (!what) return;
  const lines = words(what);
  timeline.tip.replaceChildren(...lines.map((line) => Object.assign(document.createElement('div'), { textContent: line })));
  const { offsetWidth, offsetHeight } = timeline.tip;
  timeline.tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - offsetWidth - 6))}px`;
  timeline.tip.style.top = `${event.clientY + 18 + offsetHeight > innerHeight ? event.clientY - offsetHeight - 10 : event.clientY + 18}px`;
}

function listenToDrops(timeline) {
  const panel = $('timeline');
  panel.addEventListener('dragover', (event) => {
    event.preventDefault();
    panel.dataset.drop = '';
  });
  panel.addEventListener('dragleave', () => delete panel.dataset.drop);
  panel.addEventListener('drop', (event) => {
    event.preventDefault();
    delete panel.dataset.drop;
    if (event.dataTransfer.files.length) timeline.openFile(event.dataTransfer.files[0]);
  });
}
