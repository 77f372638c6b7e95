// How numbers, times and places read.

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

// One unit from zero to a minute and one pair of units after it, so that a column never has "95 s" beside "1 m 40 s".
export function duration(seconds) {
  if (!(seconds > 0)) return '0';
  if (seconds < 0.9995e-3) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${(seconds * 1e3).toFixed(seconds < 0.01 ? 2 : 1)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const two = (n) => String(Math.floor(n)).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two((seconds / 60) % 60)} m`;
}

// Without zeros that say nothing, for scales.
export function plainly(seconds) {
  return duration(seconds).replace(/\.0+(?= )/, '');
}

export function count(number) {
  if (number < 1e5) return grouped.format(number);
  if (number < 1e6) return `${(number / 1e3).toFixed(0)} k`;
  return `${(number / 1e6).toFixed(1)} M`;
}

export function plural(number, one) {
  return `${count(number)} ${one}${number === 1 ? '' : 's'}`;
}

export function fileOf(site) {
  return site.slice(Math.max(site.lastIndexOf('/'), site.lastIndexOf('\\')) + 1);
}

export function clock(milliseconds) {
  const time = new Date(milliseconds);
  const two = (n) => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export function ago(milliseconds) {
  const seconds = Math.max(0, (Date.now() - milliseconds) / 1000);
  return seconds < 2 ? 'now' : `${seconds < 60 ? `${Math.floor(seconds)} s` : duration(seconds)} ago`;
}
