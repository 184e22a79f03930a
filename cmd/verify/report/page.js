// Sorts and filters the table, opens what a link names, copies formulas. The page is complete without it.
(() => {
  'use strict';
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const table = document.getElementById('table'), form = document.getElementById('choose');
  const body = table.tBodies[0], rows = [...body.rows];

  // The values of a filter are those that occur; a kind may be several, separated by commas.
  const selects = all('select', form);
  const values = (row, of) => row.dataset[of].split(', ').filter(Boolean);
  for (const select of selects) {
    const seen = [...new Set(rows.flatMap(row => values(row, select.dataset.of)))];
    select.add(new Option('all', ''));
    for (const value of seen) select.add(new Option(value));
  }
  const find = document.getElementById('find'), chosen = document.getElementById('chosen');
  const text = new Map(rows.map(row => [row, (row.textContent + ' ' + row.dataset.find).toLowerCase()]));
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = words.every(word => text.get(row).includes(word)) &&
        selects.every(select => !select.value || values(row, select.dataset.of).includes(select.value));
      row.hidden = !fits;
      if (fits) shown++;
    }
    chosen.value = shown + ' of ' + rows.length;
  };
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.hidden = false;
  filter();

  // A header becomes a button that sorts; once more turns the order.
  const heads = all('th[data-sort]', table);
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const number = cell => { const s = cell.dataset.number ?? cell.textContent; return s.trim() === '' ? -Infinity : Number(s); };
      const compare = head.dataset.sort === 'number'
        ? (a, b) => number(a) - number(b)
        : (a, b) => a.textContent.localeCompare(b.textContent);
      const sorted = [...rows].sort((a, b) => compare(a.cells[column], b.cells[column]));
      body.append(...(down ? sorted.reverse() : sorted));
    });
  });

  // What a link names is opened.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const inner = target.matches('article') ? target.querySelector(':scope > details') : null;
    if (inner) inner.open = true;
    for (let at = target; at; at = at.parentElement) if (at.matches('details')) at.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();

  const folds = all('article > details');
  for (const [id, state] of [['unfold', true], ['fold', false]]) {
    document.getElementById(id).addEventListener('click', () => folds.forEach(fold => { fold.open = state; }));
  }
  document.querySelector('.unfold').hidden = false;

  // Print shows all; after it what was closed is closed.
  let closed = [];
  addEventListener('beforeprint', () => { closed = all('details:not([open])'); closed.forEach(one => { one.open = true; }); });
  addEventListener('afterprint', () => { closed.forEach(one => { one.open = false; }); closed = []; });

  // A formula has its LaTeX as an annotation; the button copies it.
  for (const code of all('code.tex')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'copy';
    button.className = 'copy';
    button.setAttribute('aria-label', 'copy LaTeX: ' + code.textContent.slice(0, 40));
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'copied';
      } catch { // without a clipboard it is selected, to be copied by hand
        getSelection().selectAllChildren(code);
        button.textContent = 'selected';
      }
    });
    code.after(' ', button);
  }

  // A region that has nothing to scroll is no stop of the keyboard.
  const stops = new ResizeObserver(entries => {
    const wide = entries.map(entry => entry.target.scrollWidth > entry.target.clientWidth);
    entries.forEach((entry, i) => entry.target.setAttribute('tabindex', wide[i] ? '0' : '-1'));
  });
  all('.scroll, .formula, pre').forEach(one => stops.observe(one));

  // The arcs of a claim stand out while it is pointed at.
  for (const node of all('.graph a')) {
    const arcs = all('[data-from], [data-to]', node.ownerSVGElement).filter(arc => [arc.dataset.from, arc.dataset.to].includes(node.dataset.node));
    const mark = on => () => { node.ownerSVGElement.classList.toggle('marked', on); arcs.forEach(arc => arc.classList.toggle('marked', on)); };
    for (const name of ['pointerenter', 'focus']) node.addEventListener(name, mark(true));
    for (const name of ['pointerleave', 'blur']) node.addEventListener(name, mark(false));
  }
})();
