// The line below the log: C# that the program evaluates, with the lines before it on the arrow keys.

export class Prompt {
  constructor(connection, log) {
    this.connection = connection;
    this.log = log;
    this.input = document.getElementById('eval-code');
    this.lines = [];
    this.at = 0;
    document.getElementById('eval').addEventListener('submit', (event) => {
      event.preventDefault();
      this.run(this.input.value.trim());
    });
    this.input.addEventListener('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.at = Math.max(0, Math.min(this.lines.length, this.at + step));
      this.input.value = this.lines[this.at] ?? '';
    });
  }

  async run(code) {
    if (!code) return;
    if (this.lines.at(-1) !== code) this.lines.push(code);
    this.at = this.lines.length;
    this.input.value = '';
    this.log.echo('typed', code);
    try {
      const { done, text } = await this.connection.post('eval', { code });
      if (text) this.log.echo(done ? 'value' : 'refused', text);
    } catch {
      this.log.echo('refused', 'The program does not answer.');
    }
  }
}
