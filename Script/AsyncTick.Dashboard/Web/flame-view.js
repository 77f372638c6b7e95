// The steps of one frame: a row for each task, in the order of their time or of their starts; only rows in sight are drawn. The step under the mouse, or the
// chosen one, has arrows from the step that made it ready and to those that it made ready.

import { cut, fontOf, niceCeiling, penOf } from './canvas.js';
import { duration, fileOf, plainly } from './format.js';
import { stepOf } from './recording.js';

const ROW = 22;
const AXIS = 20;
const SLOW = 0.008;
const MOST_ARROWS = 200;

export class FlameView {
  constructor(scroller, canvas, spacer, recording) {
    this.scroller = scroller;
    this.canvas = canvas;
    this.spacer = spacer;
    this.recording = recording;
    this.order = 'time';
    this.rows = [];
    this.rowOf = new Map();
    this.chosen = -1;
    this.hovered = -1;
  }

  get gutter() {
    return Math.round(Math.min(200, this.canvas.clientWidth * 0.3));
  }

  get plot() {
    return Math.max(1, this.canvas.clientWidth - this.gutter - 8);
  }

  x(time) {
    return this.gutter + ((time - this.from) / (this.to - this.from)) * this.plot;
  }

  timeAt(x) {
    return this.from + ((x - this.gutter) / this.plot) * (this.to - this.from);
  }

  show(frame) {
    this.frame = frame;
    this.rows = [];
    this.chosen = this.hovered = -1;
    if (!frame) {
      this.spacer.style.height = '0';
      return;
    }
    const rows = new Map();
    const { chunk } = frame;
    for (let i = frame.from; i < frame.to; i++) {
      const task = chunk.task[i];
      let row = rows.get(task);
      if (!row) rows.set(task, (row = { task, total: 0, longest: i, steps: [] }));
      row.steps.push(i);
      row.total += chunk.length[i];
      if (chunk.length[i] > chunk.length[row.longest]) row.longest = i;
    }
    this.rows = [...rows.values()];
    this.sort();
    this.fit();
    this.scroller.scrollTop = 0;
    this.spacer.style.height = `${this.rows.length * ROW + AXIS + 4}px`;
  }

  sort() {
    const { at } = this.frame.chunk;
    if (this.order === 'time') this.rows.sort((a, b) => b.total - a.total || at[a.steps[0]] - at[b.steps[0]]);
    else this.rows.sort((a, b) => at[a.steps[0]] - at[b.steps[0]]);
    this.rowOf = new Map(this.rows.map((row, index) => [row.task, index]));
  }

  fit() {
    this.from = this.frame.at;
    this.to = this.frame.at + Math.max(this.frame.length, 1e-6) * 1.04;
  }

  zoom(factor, time = (this.from + this.to) / 2) {
    const least = Math.max(this.frame.length / 1e5, 1e-7), most = this.frame.length * 1.04;
    const span = Math.min(Math.max((this.to - this.from) * factor, least), most);
    const from = time - ((time - this.from) / (this.to - this.from)) * span;
    this.from = Math.min(Math.max(from, this.frame.at), this.frame.at + most - span);
    this.to = this.from + span;
  }

  pan(seconds) {
    const span = this.to - this.from;
    this.from = Math.min(Math.max(this.from + seconds, this.frame.at), this.frame.at + this.frame.length * 1.04 - span);
    this.to = this.from + span;
  }

  // The step there, or the longest of the row when its name or the room beside its steps was met; -1 for none.
  stepAt(x, y) {
    const row = y < AXIS ? undefined : this.rows[Math.floor((y - AXIS + this.scroller.scrollTop) / ROW)];
    if (!row) return -1;
    const { at, length } = this.frame.chunk;
    let best = row.longest, distance = 6;
    for (const step of row.steps) {
      const left = this.x(at[step]), right = Math.max(this.x(at[step] + length[step]), left + 2);
      const away = x < left ? left - x : x > right ? x - right : 0;
      if (away < distance) [best, distance] = [step, away];
    }
    return best;
  }

  get longest() {
    if (!this.frame || this.frame.to === this.frame.from) return -1;
    let best = this.frame.from;
    for (let i = best; i < this.frame.to; i++) if (this.frame.chunk.length[i] > this.frame.chunk.length[best]) best = i;
    return best;
  }

  // Along the rows, or along the steps of the chosen row.
  move(rows, steps) {
    if (!this.rows.length) return;
    const at = this.chosen < 0 ? -1 : this.rowOf.get(this.frame.chunk.task[this.chosen]);
    const index = Math.min(Math.max(at + rows, 0), this.rows.length - 1);
    const row = this.rows[index];
    this.chosen = steps && at >= 0 ? row.steps[Math.min(Math.max(row.steps.indexOf(this.chosen) + steps, 0), row.steps.length - 1)] : row.longest;
    this.reveal(index);
  }

  reveal(index = this.rowOf.get(this.frame.chunk.task[this.chosen])) {
    const top = index * ROW, room = this.scroller.clientHeight - AXIS - ROW;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + room) this.scroller.scrollTop = top - room;
  }

  draw() {
    const sheet = penOf(this.canvas);
    if (!sheet || !this.frame) return;
    const { pen, width, height, ink } = sheet;
    this.drawShades(pen, ink, height);
    const { scrollTop } = this.scroller;
    const first = Math.max(0, Math.floor(scrollTop / ROW)), last = Math.min(this.rows.length, Math.ceil((scrollTop + height) / ROW));
    for (let i = first; i < last; i++) this.drawRow(sheet, this.rows[i], this.top(i));
    const focus = this.hovered >= 0 ? this.hovered : this.chosen;
    if (focus >= 0) this.drawArrows(sheet, focus);
    pen.fillStyle = ink('--panel');
    pen.fillRect(0, 0, width, AXIS - 2);
    this.drawAxis(sheet);
  }

  top(row) {
    return AXIS + row * ROW - this.scroller.scrollTop;
  }

  drawAxis({ pen, width, ink }) {
    const step = niceCeiling(((this.to - this.from) * 80) / this.plot);
    pen.font = fontOf(10);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    const zero = this.frame.at;
    for (let time = Math.ceil((this.from - zero) / step - 1e-9) * step; time <= this.to - zero; time += step) {
      const at = this.x(time + zero);
      pen.fillStyle = ink('--line-strong');
      pen.fillRect(Math.round(at), AXIS - 7, 1, 5);
      pen.fillStyle = ink('--faint');
      const text = plainly(time);
      if (at + pen.measureText(text).width + 4 < width) pen.fillText(text, at + 3, 8);
    }
    pen.fillStyle = ink('--line');
    pen.fillRect(0, AXIS - 2, width, 1);
  }

  drawShades(pen, ink, height) {
    const { frame } = this;
    if (frame.budget > 0 && frame.budget < this.to - frame.at) {
      const at = Math.max(this.gutter, this.x(frame.at + frame.budget));
      pen.strokeStyle = ink('--line-strong');
      pen.setLineDash([4, 3]);
      pen.beginPath();
      pen.moveTo(Math.round(at) + 0.5, AXIS);
      pen.lineTo(Math.round(at) + 0.5, height);
      pen.stroke();
      pen.setLineDash([]);
    }
    pen.fillStyle = ink('--paused');
    for (const gc of this.recording.within(this.recording.gcs, this.from, this.to)) {
      const left = Math.max(this.gutter, this.x(gc.at)), right = Math.max(this.x(gc.at + gc.length), left + 2);
      pen.globalAlpha = 0.18;
      pen.fillRect(left, AXIS, right - left, height);
      pen.globalAlpha = 1;
    }
  }

  drawRow({ pen, width, ink }, row, top) {
    const { chunk } = this.frame;
    const isChosen = this.chosen >= 0 && chunk.task[this.chosen] === row.task;
    if (isChosen) {
      pen.fillStyle = ink('--accent-wash');
      pen.fillRect(0, top, width, ROW - 1);
    }
    const middle = top + ROW / 2;
    let begin = width, end = this.gutter;
    for (const step of row.steps) {
      const left = this.x(chunk.at[step]), right = this.x(chunk.at[step] + chunk.length[step]);
      if (right < this.gutter || left > width) continue;
      const at = Math.max(left, this.gutter);
      const wide = Math.max(Math.min(right, width) - at, 2);
      const { length } = chunk, { budget } = this.frame;
      pen.fillStyle = ink(length[step] >= Math.max(SLOW, budget) ? '--bad' : budget > 0 && length[step] >= budget / 4 ? '--warn' : '--accent');
      pen.fillRect(at, top + 4, wide, ROW - 9);
      if (step === this.chosen || step === this.hovered) {
        pen.strokeStyle = ink('--text');
        pen.lineWidth = 1.5;
        pen.strokeRect(at - 0.75, top + 3.25, wide + 1.5, ROW - 7.5);
      }
      begin = Math.min(begin, at);
      end = Math.max(end, at + wide);
    }
    this.drawMarks(pen, ink, row, top);
    pen.font = fontOf(11.5);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.fillStyle = ink('--text');
    const name = chunk.texts[chunk.name[row.longest]];
    const id = row.task ? ` #${row.task}` : '';
    const room = this.gutter - 12 - pen.measureText(id).width - 26;
    const shown = cut(pen, name, room);
    pen.fillText(shown, 12, middle);
    pen.fillStyle = ink('--faint');
    pen.fillText(id, 12 + pen.measureText(shown).width, middle);
    // Beside its steps, on the side that has room.
    const text = [duration(row.total), fileOf(chunk.texts[chunk.site[row.longest]])].filter(Boolean).join('  ');
    const wide = pen.measureText(text).width + 16;
    if (wide < width - end) pen.fillText(text, end + 8, middle);
    else if (wide + 16 < begin - this.gutter) pen.fillText(text, begin - wide - 16, middle);
  }

  // Starts and ends of tasks, cancellations, faults.
  drawMarks(pen, ink, row, top) {
    for (const mark of this.marksInFrame()) {
      if (mark.task !== row.task) continue;
      const at = this.x(mark.at);
      if (at < this.gutter) continue;
      pen.fillStyle = ink({ fault: '--bad', cancel: '--warn', start: '--running' }[mark.kind] ?? '--soft');
      pen.beginPath();
      pen.moveTo(at, top + 2);
      pen.lineTo(at + 4, top - 2);
      pen.lineTo(at - 4, top - 2);
      pen.fill();
    }
  }

  marksInFrame() {
    if (this.markedFrame !== this.frame) {
      this.markedFrame = this.frame;
      this.marks = this.recording.within(this.recording.marks, this.frame.at, this.frame.at + this.frame.length);
    }
    return this.marks;
  }

  drawArrows({ pen, ink }, step) {
    const { chunk } = this.frame;
    const isHere = (other) => other >= this.frame.from && other < this.frame.to;
    const place = (other, isEnd) => ({ x: this.x(chunk.at[other] + (isEnd ? chunk.length[other] : 0)), y: this.top(this.rowOf.get(chunk.task[other])) + ROW / 2 - 0.5 });
    pen.save();
    pen.beginPath();
    pen.rect(this.gutter - 22, AXIS, this.canvas.clientWidth, this.canvas.clientHeight);
    pen.clip();
    const arrow = (from, to, color, alpha, bend = Math.max(18, Math.abs(to.x - from.x) / 2)) => {
      pen.globalAlpha = alpha;
      pen.strokeStyle = pen.fillStyle = color;
      pen.lineWidth = 1.5;
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x - 5, to.y);
      pen.stroke();
      pen.beginPath();
      pen.moveTo(to.x, to.y);
      pen.lineTo(to.x - 6, to.y - 4);
      pen.lineTo(to.x - 6, to.y + 4);
      pen.fill();
      pen.globalAlpha = 1;
    };
    let drawn = 0;
    for (let i = this.frame.from; i < this.frame.to && drawn < MOST_ARROWS; i++) {
      if (chunk.wakerStep[i] !== step || i === step) continue;
      arrow(place(step, true), place(i, false), ink('--soft'), 0.45);
      drawn++;
    }
    const waker = chunk.wakerStep[step];
    const to = place(step, false);
    if (isHere(waker)) {
      arrow(place(waker, true), to, ink('--text'), 1);
    } else if (chunk.waker[step]) {
      arrow({ x: to.x - 20, y: to.y }, to, ink('--text'), 1, 0);
    }
    pen.restore();
  }

  step(index) {
    return stepOf(this.frame, index);
  }
}
