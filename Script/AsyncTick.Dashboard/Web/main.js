import { choice } from './choice.js';
import { Connection } from './connection.js';
import { Details } from './details.js';
import { Faults } from './faults.js';
import { count, duration, plural } from './format.js';
import { Grid } from './grid.js';
import { Log } from './log.js';
import { Model } from './model.js';
import { Prompt } from './prompt.js';
import { Scripts } from './scripts.js';
import { SparkLine } from './sparkline.js';
import { Timeline } from './timeline.js';

const $ = (id) => document.getElementById(id);
const model = new Model();
const connection = new Connection({ update: onUpdate, state: onState });
const actions = { cancel, pause, open, chosen, closeDetails, actionsOf: (row) => grid.actionsOf(row) };
const details = new Details(model, actions);
const grid = new Grid(model, actions);
const scripts = new Scripts(model, connection, say);
const faults = new Faults(model);
const log = new Log();
const pumpLine = new SparkLine($('pump-spark'), { unit: 'time', name: 'Longest pump in each quarter of a second' });
const backlogLine = new SparkLine($('backlog-spark'), { unit: 'count', name: 'Most work left over by a frame in each quarter of a second' });
new Prompt(connection, log);
const timeline = new Timeline(connection, model, openTask);
let drawing = 0;

function onUpdate(update, isFull) {
  model.apply(update, isFull);
  if (isFull) {
    endedKnown = -1;
    faults.clear();
    log.clear();
    $('loop').textContent = model.loop;
    document.title = `${model.loop} · AsyncTick`;
    scripts.load();
    timeline.restart();
    onState('live');
  }
  if (update.log) log.add(update.log);
  if (update.newFaults) faults.add(update.newFaults);
  if (update.stats) {
    const { stats } = model;
    pumpLine.push(stats.pumpMax / 1e6, model.budget);
    backlogLine.push(stats.backlog);
    showStats(stats);
    loadEnded();
  }
  banner('silent', update.silent ? `The game thread has not finished a frame for ${Math.round(update.silent)} s.` : '');
  drawing ||= requestAnimationFrame(draw);
}

// The ended tasks are asked for when they are looked at, and again when more have ended.
let endedKnown = -1;
async function loadEnded() {
  const { stats } = model;
  if (grid.rows.layout !== 'ended' || !stats || stats.ended === endedKnown || document.hidden) return;
  endedKnown = stats.ended;
  try {
    model.takeEnded(await connection.get('ended'));
    if (!grid.isFrozen) draw();
  } catch {
    endedKnown = -1;
  }
}

function draw() {
  drawing = 0;
  showStates();
  grid.update();
  details.update();
  scripts.update();
  faults.update();
}

function showStats(stats) {
  const set = (id, text, level = '') => {
    if ($(id).textContent !== text) $(id).textContent = text;
    if (($(id).dataset.level ?? '') !== level) $(id).dataset.level = level;
  };
  const pump = stats.pumpMax / 1e6;
  set('pump', duration(pump), pump > model.budget * 2 ? 'bad' : pump > model.budget ? 'warn' : '');
  set('pump-note', `mean ${duration(stats.pumpMean / 1e6)}`);
  set('backlog', count(stats.backlog), stats.backlog > 0 ? 'warn' : '');
  set('backlog-note', stats.longestBacklog ? `most ${count(stats.longestBacklog)}` : 'never any');
  set('task-count', count(stats.tasks));
  set('ended-count', `${count(stats.ended)} ended`);
  set('step-rate', `${count(stats.stepRate)}/s`);
  set('frame-rate', `${Math.round(stats.frameRate)} frames/s`);
  set('fault-count', count(stats.faults), stats.faults > 0 ? 'bad' : '');
  set('slow-count', plural(stats.slow, 'slow step'));
}

// One button for each state that there is; the chosen one stays though its last task has gone.
function showStates() {
  const counts = new Map();
  const tasks = grid.rows.tasks();
  for (const task of tasks) counts.set(task.state, (counts.get(task.state) ?? 0) + 1);
  const group = $('states');
  const { states } = model.words;
  for (const state of ['all', ...states]) {
    const number = state === 'all' ? tasks.length : counts.get(state) ?? 0;
    let button = group.querySelector(`[data-value=${state}]`);
    if (!button && number === 0 && state !== 'all') continue;
    if (!button) {
      button = document.createElement('button');
      button.setAttribute('role', 'radio');
      button.setAttribute('aria-checked', String(state === 'all'));
      button.tabIndex = state === 'all' ? 0 : -1;
      button.dataset.value = state;
      button.append(`${state} `, document.createElement('b'));
      group.insertBefore(button, [...group.children].find((each) => states.indexOf(each.dataset.value) > states.indexOf(state)) ?? null);
    }
    const text = count(number);
    if (button.lastChild.textContent !== text) button.lastChild.textContent = text;
    button.hidden = number === 0 && state !== 'all' && grid.rows.state !== state;
  }
  const missing = model.stats ? model.stats.tasks - model.tasks.size : 0;
  const note = grid.rows.layout !== 'ended' && missing > 0 ? `reading ${count(model.tasks.size)} of ${count(model.stats.tasks)}` : '';
  $('reading').hidden = !note;
  if ($('reading').textContent !== note) $('reading').textContent = note;
}

function onState(state) {
  const words = { live: 'live', lost: 'reconnecting', denied: 'no access', asleep: 'asleep', connecting: 'connecting' };
  $('connection').dataset.state = state;
  $('connection').textContent = words[state];
  banner('lost', state === 'lost' ? 'Connection lost. Trying again; what you see is from before.' : '');
  if (state === 'denied') {
    if (model.loop) $('login-text').firstChild.textContent = 'The program was started again and has a new link. Type ';
    if (!$('login').open) $('login').showModal();
  } else if (state === 'live' && $('login').open) {
    $('login').close();
  }
}

function banner(kind, text) {
  const element = $('banner');
  if (!text && element.dataset.kind !== kind) return;
  element.hidden = !text;
  element.dataset.kind = text ? kind : '';
  if (element.textContent !== text) element.textContent = text;
}

function say(done, text) {
  const toast = document.createElement('div');
  toast.dataset.done = String(done);
  toast.textContent = text;
  $('toasts').append(toast);
  setTimeout(() => toast.remove(), done ? 3500 : 8000);
}

async function post(path, body) {
  try {
    const { done, text } = await connection.post(path, body);
    say(done, text);
  } catch {
    say(false, 'The program does not answer.');
  }
}

function confirm(text) {
  const dialog = $('confirm');
  $('confirm-text').textContent = text;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

async function cancel(row) {
  if (row.task?.isEnded) return false;
  if (row.task) return post('cancel', { task: row.task.id });
  if (!row.scope.parent) return cancelAll();
  const isMeant = row.count === 1 || (await confirm(`Cancel ${plural(row.count, 'task')} in ${model.path(row.scope.id)}?`));
  return isMeant && post('cancel', { scope: row.scope.id });
}

async function pause(row) {
  const isPaused = row.task ? row.task.state === 'paused' : row.scope.isPaused;
  await post(isPaused ? 'resume' : 'pause', row.task ? { task: row.task.id } : { scope: row.scope.id });
}

async function cancelAll() {
  if (await confirm(`Cancel all ${plural(model.tasks.size, 'task')} of ${model.loop}?`)) await post('cancel', { all: true });
}

// From the timeline: the task may have ended since.
function openTask(id) {
  const task = model.tasks.get(id);
  if (task) details.open({ key: `t${id}`, task });
}

function open(row) {
  details.open(row);
}

function chosen(row) {
  if (details.row && details.row.key !== row.key) details.open(row);
}

function closeDetails() {
  details.close();
  if (grid.active) grid.focus(grid.active);
}

function freeze() {
  grid.isFrozen = !grid.isFrozen;
  $('freeze').setAttribute('aria-pressed', String(grid.isFrozen));
  $('freeze').textContent = grid.isFrozen ? 'Frozen' : 'Freeze';
  if (!grid.isFrozen) grid.update();
}

choice($('layout'), (value) => {
  grid.rows.layout = grid.element.dataset.layout = value;
  grid.showHeads();
  grid.update(true);
  showStates();
  loadEnded();
});
choice($('states'), (value) => {
  grid.rows.state = value;
  grid.update(true);
});
// On a narrow page every panel is a tab; on a wide one the timeline takes the place of the tasks.
const chooseTab = choice(document.querySelector('.tabs'), (value) => {
  document.body.dataset.tab = value;
  if (value === 'tasks' || value === 'timeline') chooseView(value);
  grid.measure();
});
const chooseView = choice($('view'), (value) => {
  document.body.dataset.view = value;
  const hadFocus = $('view').contains(document.activeElement);
  document.querySelector(`.${value} .toolbar`).prepend($('view'));
  if (hadFocus) $('view').querySelector('[aria-checked=true]').focus();
  if (document.body.dataset.tab !== value) chooseTab(value);
  grid.measure();
  timeline.shown();
});
$('filter').addEventListener('input', () => {
  grid.rows.filter = $('filter').value.trim();
  grid.update(true);
});
$('freeze').addEventListener('click', freeze);
$('cancel-all').addEventListener('click', cancelAll);
$('login').addEventListener('cancel', (event) => event.preventDefault());
$('login-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('login-link').value;
  $('login-link').value = '';
  if (connection.takeToken(text)) connection.restart();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && details.row && !document.querySelector('dialog[open]')) closeDetails();
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA/.test(event.target.tagName) || document.querySelector('dialog[open]')) return;
  if (event.key === '/') {
    event.preventDefault();
    $('filter').focus();
  } else if (event.key === 'p') {
    freeze();
  } else if (event.key === 't') {
    chooseView(document.body.dataset.view === 'tasks' ? 'timeline' : 'tasks');
  }
});
// Ages go on between updates; nothing is asked for.
setInterval(() => document.hidden || (model.stats && (drawing ||= requestAnimationFrame(draw))), 1000);

connection.start();
