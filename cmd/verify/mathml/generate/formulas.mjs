// Sets formulas: reads a JSON array of LaTeX on the standard input, writes an object with the
// version of Temml and the MathML of each formula. An error in a formula ends it.
import { readFileSync } from 'node:fs';
import temml from 'temml';

const formulas = {};
for (const latex of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    formulas[latex] = temml.renderToString(latex, { displayMode: true, annotate: true, throwOnError: true, strict: true });
  } catch (err) {
    console.error(`${latex}: ${err.message}`);
    process.exit(1);
  }
}
process.stdout.write(JSON.stringify({ temml: temml.version, formulas }));
