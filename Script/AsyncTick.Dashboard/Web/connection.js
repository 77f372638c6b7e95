// The stream of updates. It is read with fetch, because an EventSource cannot send the token in a header.

const SILENCE = 5000;

export class Connection {
  constructor(handlers) {
    this.handlers = handlers;
    this.delay = 250;
    this.wanted = false;
    this.reads = null;
    this.takeToken();
    addEventListener('hashchange', () => this.takeToken() && this.restart());
    document.addEventListener('visibilitychange', () => (document.hidden ? this.sleep() : this.start()));
  }

  get token() {
    return sessionStorage.getItem('token') ?? '';
  }

  // The link's secret goes out of the address bar and the history, and stays with this tab.
  takeToken(text = location.hash) {
    const token = text.slice(text.indexOf('#') + 1).trim();
    if (!token) return false;
    sessionStorage.setItem('token', token);
    history.replaceState(null, '', location.pathname);
    return true;
  }

  start() {
    clearTimeout(this.sleeping);
    if (this.wanted) return;
    this.wanted = true;
    this.run();
  }

  // A hidden page should cost the game nothing.
  sleep() {
    clearTimeout(this.sleeping);
    this.sleeping = setTimeout(() => {
      this.wanted = false;
      this.reads?.abort();
      this.handlers.state('asleep');
    }, 10000);
  }

  restart() {
    this.delay = 250;
    this.reads?.abort();
    if (this.isDenied) {
      this.isDenied = false;
      this.wanted = false;
      this.start();
    }
  }

  async run() {
    // A run that waits to connect again may be left behind by a later one.
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const goesOn = () => this.wanted && this.turn === turn;
    while (goesOn()) {
      try {
        if (!(await this.read())) {
          this.isDenied = true;
          this.handlers.state('denied');
          return;
        }
      } catch {
        // Told below, whatever it was.
      }
      if (!goesOn()) return;
      this.handlers.state('lost');
      await new Promise((resolve) => setTimeout(resolve, this.delay));
      this.delay = Math.min(3000, this.delay * 1.6);
    }
  }

  async read() {
    this.reads = new AbortController();
    const { signal } = this.reads;
    const response = await fetch('/api/stream', { headers: { Authorization: `Bearer ${this.token}` }, signal, cache: 'no-store' });
    if (response.status === 401) return false;
    if (!response.ok) throw new Error(`status ${response.status}`);
    this.delay = 250;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const watchdog = setTimeout(() => this.reads.abort(), SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) return true;
      rest += value;
      let end;
      while ((end = rest.indexOf('\n\n')) >= 0) {
        const event = rest.slice(0, end);
        rest = rest.slice(end + 2);
        const split = event.indexOf('\n');
        this.handlers.update(JSON.parse(event.slice(split + 7)), event.startsWith('event: full'));
      }
    }
  }

  async post(path, body) {
    const response = await fetch(`/api/${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? response.json() : { done: false, text: (await response.text()).trim() };
  }

  async get(path) {
    const response = await fetch(`/api/${path}`, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!response.ok) throw new Error((await response.text()).trim());
    return response.json();
  }
}
