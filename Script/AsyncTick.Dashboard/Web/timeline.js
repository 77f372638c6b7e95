// The timeline: what has happened, frame by frame and step by step, of the running program or of a file.

import { choice } from './choice.js';
import { FlameView } from './flame-view.js';
import { count, duration, fileOf, plainly, plural } from './format.js';
import { FramesView, levelOf } from './frames-view.js';
import { Recording } from './recording.js';
import { listen } from './timeline-input.js';

const FIRST_SECONDS = 10;
const SHOWN_SECONDS = 5;
const POLL = 500;
const $ = (id) => document.getElementById(id);

export class Timeline {
  constructor(connection, model, openTask) {
    this.connection = connection;
    this.model = model;
    this.openTask = openTask;
    this.recording = new Recording();
    this.frames = new FramesView($('frames'), this.recording);
    this.flame = new FlameView($('flame'), $('flame-canvas'), $('flame-spacer'), this.recording);
    this.tip = $('timeline-tip');
    this.isLive = true;
    this.turn = 0;
    this.worker = new Worker('trace-worker.js', { type: 'module' });
    this.worker.onmessage = ({ data }) => this.take(data);
    listen(this);
    $('live').addEventListener('click', () => this.setLive(!this.isLive));
    $('longest').addEventListener('click', () => this.chooseLongest());
    $('zoom-in').addEventListener('click', () => this.zoom(0.5));
    $('zoom-out').addEventListener('click', () => this.zoom(2));
    $('zoom-fit').addEventListener('click', () => this.fit());
    $('open-trace').addEventListener('click', () => $('trace-file').click());
    $('trace-file').addEventListener('change', ({ target }) => {
      if (target.files.length) this.openFile(target.files[0]);
      target.value = '';
    });
    choice($('flame-order'), (value) => {
      this.flame.order = value;
      if (this.flame.frame) this.flame.sort();
      if (this.flame.chosen >= 0) this.flame.reveal();
      this.draw();
    });
    new ResizeObserver(() => this.draw()).observe($('timeline'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    document.addEventListener('visibilitychange', () => this.poll());
    this.tell();
  }

  get isShown() {
    return $('timeline').offsetParent !== null;
  }

  // The panel has come into sight.
  shown() {
    this.poll();
    this.draw();
  }

  // The program was started again, perhaps as another one.
  restart() {
    this.isStale = true;
    if (!this.isLive) return;
    this.isStale = false;
    this.recording.clear();
    this.choose(null);
    this.poll();
  }

  setLive(isLive) {
    if (isLive) {
      if (this.file || this.isStale) this.recording.clear();
      this.isStale = false;
      this.file = '';
      this.error = '';
      this.choose(null);
    }
    this.isLive = isLive;
    $('live').setAttribute('aria-pressed', String(isLive));
    this.turn++;
    this.isAsking = false;
    this.poll();
    this.tell();
    this.draw();
  }

  poll() {
    clearTimeout(this.timer);
    if (!this.isLive || !this.isShown || document.hidden || this.isAsking) return;
    this.isAsking = true;
    const since = (performance.now() - (this.askedAt ?? -1e9)) / 1000;
    this.askedAt = performance.now();
    const seconds = this.recording.frames.length ? Math.min(FIRST_SECONDS, Math.ceil(since + 1)) : FIRST_SECONDS;
    this.worker.postMessage({ seconds, token: this.connection.token, after: this.recording.newest, turn: this.turn });
  }

  openFile(file) {
    this.setLive(false);
    this.file = file.name;
    this.worker.postMessage({ file, turn: this.turn });
  }

  take({ turn, trace, error }) {
    if (turn !== this.turn) return;
    this.isAsking = false;
    this.error = error ?? '';
    this.isOff = Boolean(trace?.isOff);
    if (trace && this.file) {
      this.recording.clear();
      this.recording.add(trace, false);
      this.frames.fit();
      this.choose(null);
      if (!trace.frames.length) this.error = `${this.file} has no frames of a loop.`;
    } else if (trace) {
      this.recording.add(trace);
      if (this.isLive) this.follow();
    } else if (this.file) {
      this.file = '';
    }
    this.tell();
    this.draw();
    if (this.isLive) this.timer = setTimeout(() => this.poll(), POLL);
  }

  // Keeps the latest frames in sight; smoothly, where motion is welcome.
  follow() {
    const end = this.recording.last;
    const show = (to) => this.frames.show(to - (this.isZoomed ? this.frames.span : SHOWN_SECONDS), to);
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isCalm || Math.abs(end - this.frames.to) > 3) {
      show(end);
      return;
    }
    this.from = this.frames.to;
    this.target = end;
    this.movedAt = performance.now();
    const move = (now) => {
      this.moving = 0;
      if (!this.isLive || !this.isShown) return;
      const part = Math.min(1, (now - this.movedAt) / POLL);
      show(this.from + (this.target - this.from) * part);
      this.draw();
      if (part < 1) this.moving = requestAnimationFrame(move);
    };
    this.moving ||= requestAnimationFrame(move);
  }

  choose(frame, step = -1) {
    if (frame && this.isLive) this.setLive(false);
    this.flame.show(frame);
    if (frame) {
      // A frame over its budget is chosen for its longest step most of the time.
      this.flame.chosen = step >= 0 ? step : levelOf(frame.length, frame.budget) ? this.flame.longest : -1;
      if (this.flame.chosen >= 0) this.flame.reveal();
      this.frames.reveal(frame);
    }
    this.tell();
    this.draw();
  }

  chooseStep(step, isToOpen) {
    this.flame.chosen = step;
    if (step >= 0) this.flame.reveal();
    this.tell();
    this.draw();
    if (isToOpen && step >= 0 && !this.file) this.openTask(this.flame.step(step).task);
  }

  chooseLongest() {
    const frame = this.recording.longest(this.frames.from, this.frames.to);
    if (!frame) return;
    this.choose(frame, -1);
    if (this.flame.chosen < 0) this.chooseStep(this.flame.longest, false);
  }

  // The next frame that way; with isOver, the next one over its budget.
  step(direction, isOver) {
    const { frames } = this.recording;
    if (!frames.length) return;
    const at = this.flame.frame ? frames.indexOf(this.flame.frame) : direction > 0 ? this.recording.indexAt(this.frames.from) : frames.length;
    let to = at + direction;
    while (isOver && frames[to] && !levelOf(frames[to].length, frames[to].budget)) to += direction;
    if (frames[to]) this.choose(frames[to]);
  }

  zoom(factor, time) {
    this.isZoomed = true;
    const middle = this.isLive ? this.frames.to : this.flame.frame && time === undefined ? this.flame.frame.at : time;
    this.frames.zoom(factor, middle);
    this.draw();
  }

  fit() {
    if (this.isLive) this.isZoomed = false;
    else this.frames.fit();
    if (this.isLive) this.follow();
    if (this.flame.frame) this.flame.fit();
    this.draw();
  }

  draw() {
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = 0;
      if (!this.isShown) return;
      this.frames.draw(this.flame.frame);
      this.flame.draw();
    });
  }

  tell() {
    const { frame, chosen } = this.flame;
    const isEmpty = !this.recording.frames.length;
    const set = (id, text) => $(id).textContent === text || ($(id).textContent = text);
    const { first, last, frames, steps } = this.recording;
    const off = this.isOff && !this.file ? 'The recorder is off: AsyncTick.Record on starts it.' : '';
    set('timeline-note', this.error || off || (isEmpty ? (this.file ? 'Reading …' : '') : `${this.file ? `${this.file}: ` : ''}${plural(frames.length, 'frame')} with ${plural(steps, 'step')} in ${duration(last - first)}`));
    $('timeline-note').dataset.level = this.error ? 'bad' : off ? 'warn' : '';
    $('timeline-empty').hidden = Boolean(frame);
    set('timeline-empty', isEmpty && off ? 'Nothing is recorded: the recorder is off. AsyncTick.Record on, in the console, starts it. A trace file can be dropped here.' : isEmpty ? 'Nothing has been recorded yet. A trace file can be dropped here.' : 'Choose a frame: click on its bar, or press Longest for the one that took most of the time in sight.');
    $('flame').hidden = $('flame-bar').hidden = !frame;
    if (frame) {
      const over = frame.budget > 0 ? ` of ${plainly(frame.budget)}` : '';
      set('frame-info', `Frame ${frame.number}: ${duration(frame.length)}${over}, ${plural(frame.to - frame.from, 'step')} of ${plural(this.flame.rows.length, 'task')}${frame.backlog ? `, ${count(frame.backlog)} left over` : ''}`);
      $('frame-info').title = $('frame-info').textContent;
    }
    this.tellStep(frame && chosen >= 0 ? this.flame.step(chosen) : null);
  }

  tellStep(step) {
    $('step-info').hidden = !step;
    if (!step) return;
    const { frame } = this.flame;
    $('step-name').textContent = step.task ? `${step.name} #${step.task}` : step.name;
    $('step-time').textContent = `${step.sharers > 1 ? 'about ' : ''}${duration(step.length)}, ${step.at > frame.at ? `${duration(step.at - frame.at)} into the frame` : 'first in the frame'}`;
    $('step-line').textContent = step.site ? fileOf(step.site) : '';
    $('step-line').title = step.site;
    $('step-waker').textContent = step.waker;
    const task = this.file ? null : this.model.tasks.get(step.task);
    $('step-open').hidden = !task;
  }
}
