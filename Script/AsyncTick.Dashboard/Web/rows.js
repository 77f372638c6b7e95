// Which rows the list has, in which order: scopes with their tasks below, or tasks alone; filtered and sorted.

export const COLUMNS = [
  { key: 'name', title: 'Task', hint: 'in order of start', of: (task) => task.id },
  { key: 'state', title: 'State', of: (task) => task.state },
  { key: 'wait', title: 'Waits on', hint: 'by how long it has waited there', of: (task, model) => -model.waited(task) },
  { key: 'age', title: 'Age', number: true, of: (task) => (task.isEnded ? -task.lived : task.startedAt) },
  { key: 'used', title: 'Used', number: true, hint: 'time on the game thread', of: (task) => -task.used },
  { key: 'longest', title: 'Longest', number: true, hint: 'longest single step', of: (task) => -task.longest },
  { key: 'resumes', title: 'Resumes', number: true, of: (task) => -task.resumes },
];

export class Rows {
  constructor(model) {
    this.model = model;
    this.closed = new Set();
    this.sort = 'name';
    this.isReversed = false;
    this.layout = 'tree';
    this.state = 'all';
    this.filter = '';
    this.list = [];
    this.shown = 0;
  }

  isOpen(scopeId) {
    return !this.closed.has(scopeId) || this.filter !== '';
  }

  // All tasks of the layout, whatever the filter says.
  tasks() {
    return this.layout === 'ended' ? this.model.ended : [...this.model.tasks.values()];
  }

  build() {
    const { model } = this;
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (task) => (this.state === 'all' || task.state === this.state) && (!words.length || words.every((word) => model.hay(task).includes(word)));
    const rows = [];
    this.shown = 0;
    if (this.layout !== 'tree') {
      const tasks = this.tasks().filter(fits);
      this.order(tasks);
      this.shown = tasks.length;
      for (const task of tasks) rows.push({ key: `${task.isEnded ? 'e' : 't'}${task.id}`, task, depth: 0 });
    } else {
      const children = new Map();
      for (const scope of model.scopes.values()) {
        if (!children.has(scope.parent)) children.set(scope.parent, []);
        children.get(scope.parent).push(scope);
      }
      for (const siblings of children.values()) siblings.sort((a, b) => a.isOwn - b.isOwn);
      for (const scope of children.get(0) ?? []) this.addScope(scope, 0, children, fits, rows);
    }
    this.list = rows;
    this.index = new Map(rows.map((row, index) => [row.key, index]));
  }

  // Returns how many tasks of the scope and below fit; a scope without any is left out.
  addScope(scope, depth, children, fits, rows) {
    const row = { key: `s${scope.id}`, scope, depth, count: 0, used: 0, resumes: 0, longest: 0 };
    const at = rows.push(row) - 1;
    const tasks = [];
    for (const task of scope.tasks) {
      if (fits(task)) {
        tasks.push(task);
        row.used += task.used;
        row.resumes += task.resumes;
        row.longest = Math.max(row.longest, task.longest);
      }
    }
    row.count = tasks.length;
    this.shown += tasks.length;
    const isOpen = this.isOpen(scope.id);
    if (isOpen) {
      this.order(tasks);
      for (const task of tasks) rows.push({ key: `t${task.id}`, task, depth: depth + 1 });
    }
    const keep = rows.length;
    for (const child of children.get(scope.id) ?? []) {
      const below = this.addScope(child, depth + 1, children, fits, rows);
      row.count += below.count;
      if (child.isOwn) continue;
      row.used += below.used;
      row.resumes += below.resumes;
      row.longest = Math.max(row.longest, below.longest);
    }
    if (!isOpen) rows.length = keep;
    if (row.count === 0) rows.length = at;
    row.isOpen = isOpen;
    return row;
  }

  order(tasks) {
    const { of } = COLUMNS.find((column) => column.key === this.sort);
    const { model } = this;
    const isEnded = this.layout === 'ended';
    const keyed = tasks.map((task) => [isEnded && this.sort === 'name' ? -task.id : of(task, model), task, model.isOwn(task)]);
    const sign = this.isReversed ? -1 : 1;
    keyed.sort((a, b) => (a[2] !== b[2] ? a[2] - b[2] : a[0] < b[0] ? -sign : a[0] > b[0] ? sign : a[1].id - b[1].id));
    for (let i = 0; i < tasks.length; i++) tasks[i] = keyed[i][1];
  }
}
