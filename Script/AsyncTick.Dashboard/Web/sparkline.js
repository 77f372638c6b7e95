// A line of the last values on a canvas, with an area below it and, if there is a limit, a rule at its height.

const LENGTH = 120;

export class SparkLine {
  constructor(canvas) {
    this.canvas = canvas;
    this.values = [];
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  push(value, limit) {
    this.values.push(value);
    if (this.values.length > LENGTH) this.values.shift();
    this.limit = limit;
    this.draw();
  }

  get max() {
    return Math.max(0, ...this.values);
  }

  draw() {
    const { canvas, values, limit } = this;
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
    if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
    const pen = canvas.getContext('2d');
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const isOver = limit > 0 && values.slice(-8).some((value) => value > limit);
    const color = style.getPropertyValue(isOver ? '--warn' : '--accent');
    const top = Math.max(this.max, limit > 0 && this.max > limit / 3 ? limit : 0) * 1.12 || 1;
    const y = (value) => height - 1.5 - (value / top) * (height - 4);
    const x = (index) => width - 3 - (values.length - 1 - index) * ((width - 4) / (LENGTH - 1));

    pen.strokeStyle = style.getPropertyValue('--line');
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(0, height - 0.5);
    pen.lineTo(width, height - 0.5);
    pen.stroke();
    if (limit > 0 && limit <= top) {
      pen.strokeStyle = style.getPropertyValue('--line-strong');
      pen.setLineDash([3, 3]);
      pen.beginPath();
      pen.moveTo(0, Math.round(y(limit)) + 0.5);
      pen.lineTo(width, Math.round(y(limit)) + 0.5);
      pen.stroke();
      pen.setLineDash([]);
    }
    if (values.length < 2) return;
    pen.beginPath();
    values.forEach((value, index) => pen.lineTo(x(index), y(value)));
    pen.strokeStyle = color;
    pen.lineWidth = 1.4;
    pen.lineJoin = 'round';
    pen.stroke();
    pen.lineTo(x(values.length - 1), height);
    pen.lineTo(x(0), height);
    pen.globalAlpha = 0.12;
    pen.fillStyle = color;
    pen.fill();
    pen.globalAlpha = 1;
    pen.beginPath();
    pen.arc(x(values.length - 1), y(values.at(-1)), 2, 0, 7);
    pen.fill();
  }
}
