// A radio group of buttons: one Tab stop, arrows move and choose.

export function choice(group, onChange) {
  const buttons = () => [...group.querySelectorAll('[role=radio], [role=tab]')];
  const isOn = (button) => (button.getAttribute('aria-checked') ?? button.getAttribute('aria-selected')) === 'true';
  const pick = (button, focus) => {
    for (const each of buttons()) {
      each.setAttribute(each.getAttribute('role') === 'tab' ? 'aria-selected' : 'aria-checked', String(each === button));
      each.tabIndex = each === button ? 0 : -1;
    }
    if (focus) button.focus();
    onChange(button.dataset.value ?? button.dataset.tab);
  };
  group.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) pick(button, false);
  });
  group.addEventListener('keydown', (event) => {
    const all = buttons();
    const at = all.findIndex(isOn);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    pick(all[(to + all.length) % all.length], true);
  });
  return (value) => pick(buttons().find((each) => (each.dataset.value ?? each.dataset.tab) === value), false);
}
