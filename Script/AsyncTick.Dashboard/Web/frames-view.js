// Frames as bars against the budget, over time: each bar fills the time until the next frame, and its height is how long the frame took.

import { fontOf, niceCeiling, penOf } from './canvas.js';
import { duration, plainly } from './format.js';

export const GUTTER = 46;
const FOOT = 26;
const HEAD = 12;
const LEAST_SPAN = 0.002;

// Frames without work are not recorded: shorter pauses are the host's own rhythm.
const GAP = 0.5;

export function levelOf(length, budget) {
  return budget > 0 && length > budget * 2 ? 'bad' : budget > 0 && length > budget ? 'warn' : '';
}

const INK = { '': '--accent', warn: '--warn', bad: '--bad' };

export class FramesView {
  constructor(canvas, recording) {
    this.canvas = canvas;
    this.recording = recording;
    this.from = 0;
    this.to = 10;
  }

  get span() {
    return this.to - this.from;
  }

  get plot() {
    return Math.max(1, this.canvas.clientWidth - GUTTER);
  }

  x(time) {
    return GUTTER + ((time - this.from) / this.span) * this.plot;
  }

  timeAt(x) {
    return this.from + ((x - GUTTER) / this.plot) * this.span;
  }

  show(from, to) {
    this.from = from;
    this.to = Math.max(to, from + LEAST_SPAN);
  }

  fit() {
    const { first, last } = this.recording;
    this.show(first, Math.max(last, first + 0.1));
  }

  // Nothing is to be seen far from what was recorded.
  keepIn() {
    const { first, last } = this.recording;
    const most = Math.max(0.1, (last - first) * 1.2);
    const span = Math.min(this.span, most);
    const middle = Math.min(Math.max((this.from + this.to) / 2, first), last);
    this.show(middle - span / 2, middle + span / 2);
  }

  zoom(factor, time = (this.from + this.to) / 2) {
    const span = Math.max(LEAST_SPAN, this.span * factor);
    const part = (time - this.from) / this.span;
    this.show(time - span * part, time + span * (1 - part));
    this.keepIn();
  }

  pan(seconds) {
    this.show(this.from + seconds, this.to + seconds);
    this.keepIn();
  }

  reveal(frame) {
    if (frame.at < this.from || frame.at + frame.length > this.to) this.pan(frame.at + frame.length / 2 - (this.from + this.to) / 2);
  }

  // The frame whose bar is there; of bars that share a pixel the highest.
  frameAt(x) {
    const { frames } = this.recording;
    const near = Math.max(1.5 / (this.plot / this.span), 0);
    const time = this.timeAt(x);
    let best = null;
    for (let i = Math.max(0, this.recording.indexAt(time - near)); i < frames.length && frames[i].at <= time + near; i++) {
      if (this.endOf(i) >= time - near && (!best || frames[i].length > best.length)) best = frames[i];
    }
    return best;
  }

  // What is told of scripts there.
  scriptsAt(x) {
    const near = (4 / this.plot) * this.span, time = this.timeAt(x);
    return this.recording.within(this.recording.scripts, time - near, time + near);
  }

  // Where a bar ends: at the next frame, but not over a gap.
  endOf(index) {
    const frame = this.recording.frames[index], next = this.recording.frames[index + 1];
    const own = frame.at + Math.max(frame.length, 1 / 60);
    return next ? Math.max(frame.at + frame.length, Math.min(next.at, own + 1 / 60)) : own;
  }

  draw(chosen) {
    const sheet = penOf(this.canvas);
    if (!sheet) return;
    const { pen, width, height, ink } = sheet;
    const { frames } = this.recording;
    const first = Math.max(0, this.recording.indexAt(this.from)), end = this.recording.indexAt(this.to) + 1;
    let most = 0, budget = 0;
    for (let i = first; i < end; i++) {
      most = Math.max(most, frames[i].length);
      budget = Math.max(budget, frames[i].budget);
    }
    this.canvas.dataset.most = String(most);
    const top = niceCeiling(Math.max(budget * 1.25, Math.min(most, (budget || most || 0.001) * 10), 1e-5));
    const base = height - FOOT;
    const y = (length) => base - (Math.min(length, top) / top) * (base - HEAD);
    this.drawScale(sheet, y, top, budget, base);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, width - GUTTER, height);
    pen.clip();
    this.drawGaps(pen, ink, first, end, base);
    if (end - first > this.plot / 3) this.drawColumns(pen, ink, first, end, y, base);
    else this.drawBars(pen, ink, first, end, y, base);
    this.drawCut(pen, ink, first, end, top, most);
    this.drawCollections(pen, ink, base);
    this.drawScripts(pen, ink, base);
    if (chosen) {
      const left = this.x(chosen.at), right = Math.max(this.x(this.endOf(frames.indexOf(chosen))), left + 2);
      pen.fillStyle = ink('--accent');
      pen.globalAlpha = 0.16;
      pen.fillRect(left, 0, right - left, base);
      pen.globalAlpha = 1;
      pen.fillStyle = ink('--text');
      pen.beginPath();
      pen.moveTo((left + right) / 2, base + 1);
      pen.lineTo((left + right) / 2 - 5, base + 8);
      pen.lineTo((left + right) / 2 + 5, base + 8);
      pen.fill();
    }
    pen.restore();
  }

  drawScale({ pen, width, height, ink }, y, top, budget, base) {
    pen.font = fontOf(10);
    pen.lineWidth = 1;
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    const rule = (at, color, dash, text, shift = 0) => {
      pen.strokeStyle = color;
      pen.setLineDash(dash);
      pen.beginPath();
      pen.moveTo(GUTTER, Math.round(at) + 0.5);
      pen.lineTo(width, Math.round(at) + 0.5);
      pen.stroke();
      pen.setLineDash([]);
      pen.fillStyle = ink('--faint');
      pen.fillText(text, GUTTER - 6, at + shift);
    };
    rule(y(top), ink('--line'), [], plainly(top));
    if (budget > 0 && budget < top * 0.9) rule(y(budget), ink('--faint'), [4, 3], plainly(budget), budget < top * 0.12 ? -5 : 0);
    rule(base, ink('--line-strong'), [], budget > 0 && budget < top * 0.12 ? '' : '0', -2);

    // Times from the beginning of the recording.
    const step = niceCeiling((this.span * 90) / this.plot);
    const zero = this.recording.first;
    pen.textAlign = 'center';
    pen.textBaseline = 'alphabetic';
    for (let time = Math.ceil((this.from - zero) / step) * step; time <= this.to - zero; time += step) {
      const at = this.x(time + zero);
      if (at < GUTTER + 14 || at > width - 18 || time < -1e-9) continue;
      pen.fillStyle = ink('--line-strong');
      pen.fillRect(Math.round(at), base, 1, 4);
      pen.fillStyle = ink('--faint');
      pen.fillText(step < 0.001 ? `${(time * 1e3).toFixed(2)} ms` : step < 1 ? `${time.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : 1)} s` : duration(time).replace('.0 s', ' s'), at, height - 3);
    }
  }

  drawBars(pen, ink, first, end, y, base) {
    for (let i = first; i < end; i++) {
      const frame = this.recording.frames[i];
      const left = this.x(frame.at), right = this.x(this.endOf(i));
      const up = Math.min(y(frame.length), base - 1.5);
      pen.fillStyle = ink(INK[levelOf(frame.length, frame.budget)]);
      pen.fillRect(left, up, Math.max(1, right - left - (right - left > 4 ? 1 : 0)), base - up);
    }
  }

  // More frames than there is room for: the longest of each pixel.
  drawColumns(pen, ink, first, end, y, base) {
    const columns = new Array(Math.ceil(this.plot) + 1).fill(null);
    for (let i = first; i < end; i++) {
      const frame = this.recording.frames[i];
      const to = Math.min(columns.length - 1, Math.floor(this.x(this.endOf(i)) - GUTTER));
      for (let at = Math.max(0, Math.floor(this.x(frame.at) - GUTTER)); at <= to; at++) {
        if (!columns[at] || columns[at].length < frame.length) columns[at] = frame;
      }
    }
    columns.forEach((frame, at) => {
      if (!frame) return;
      const up = Math.min(y(frame.length), base - 1.5);
      pen.fillStyle = ink(INK[levelOf(frame.length, frame.budget)]);
      pen.fillRect(GUTTER + at, up, 1, base - up);
    });
  }

  // Frames above the scale end at its upper edge with a mark, and the longest says how long it was.
  drawCut(pen, ink, first, end, top, most) {
    if (most <= top) return;
    const { frames } = this.recording;
    pen.fillStyle = ink('--bad');
    pen.font = fontOf(10);
    for (let i = first; i < end; i++) {
      if (frames[i].length <= top) continue;
      const at = this.x(frames[i].at);
      pen.fillRect(at, HEAD - 4, 3, 3);
      if (frames[i].length < most) continue;
      const text = duration(most);
      const isLeft = at + pen.measureText(text).width + 10 > GUTTER + this.plot;
      pen.textAlign = isLeft ? 'right' : 'left';
      pen.textBaseline = 'middle';
      pen.fillText(text, at + (isLeft ? -4 : 7), HEAD - 4);
    }
  }

  // Collections stop every thread: a band at the foot, and a shade over the frames.
  drawCollections(pen, ink, base) {
    for (const gc of this.recording.within(this.recording.gcs, this.from, this.to)) {
      const left = this.x(gc.at), right = Math.max(this.x(gc.at + gc.length), left + 2);
      pen.fillStyle = ink('--paused');
      pen.globalAlpha = 0.18;
      pen.fillRect(left, HEAD, right - left, base - HEAD);
      pen.globalAlpha = 1;
      pen.fillRect(left, base + 1, right - left, 4);
    }
  }

  // Scripts that were loaded or unload: a rule, and the words where they have room.
  drawScripts(pen, ink, base) {
    pen.font = fontOf(10);
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    let free = GUTTER;
    for (const { at, text } of this.recording.within(this.recording.scripts, this.from, this.to)) {
      const left = Math.round(this.x(at));
      pen.fillStyle = ink('--soft');
      pen.fillRect(left, HEAD, 1, base - HEAD);
      const wide = pen.measureText(text).width + 8;
      const from = left + wide > GUTTER + this.plot ? left - wide : left + 1;
      if (from < free) continue;
      free = from + wide;
      pen.fillStyle = ink('--panel');
      pen.fillRect(from, HEAD, wide, 14);
      pen.fillStyle = ink('--soft');
      pen.fillText(text, from + 4, HEAD + 7);
    }
  }

  drawGaps(pen, ink, first, end, base) {
    for (let i = first; i < Math.min(end + 1, this.recording.frames.length); i++) {
      const frame = this.recording.frames[i];
      if (!(frame.gap > GAP)) continue;
      const left = Math.max(this.x(frame.at - frame.gap), GUTTER), right = Math.min(this.x(frame.at), GUTTER + this.plot);
      if (right < left) continue;
      pen.strokeStyle = ink('--line-strong');
      pen.lineWidth = 1;
      pen.save();
      pen.beginPath();
      pen.rect(left, HEAD, right - left, base - HEAD);
      pen.clip();
      pen.beginPath();
      for (let at = left - base; at < right; at += 7) {
        pen.moveTo(at, base);
        pen.lineTo(at + base, 0);
      }
      pen.stroke();
      pen.restore();
      pen.font = fontOf(10.5);
      const text = [`${duration(frame.gap)} without a frame`, duration(frame.gap)].find((each) => pen.measureText(each).width < right - left - 16);
      if (!text) continue;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      const half = pen.measureText(text).width / 2 + 4;
      pen.fillStyle = ink('--panel');
      pen.fillRect((left + right) / 2 - half, (HEAD + base) / 2 - 9, half * 2, 18);
      pen.fillStyle = ink('--soft');
      pen.fillText(text, (left + right) / 2, (HEAD + base) / 2);
    }
  }
}
