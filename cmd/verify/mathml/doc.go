// Package mathml turns prose with linear Unicode mathematics, the notation in
// which claims are written, into HTML with MathML.
//
// The notation needs no markup: mathematics is recognised by its letters.
//
//   - A word of two or more Latin letters is text; everything else is
//     mathematics, up to the next word or the punctuation that ends a phrase.
//   - A word is mathematics where it names a function that mathematics follows
//     (log N, sup_{t≤M}), where it carries a script (He_k), and where it is two
//     letters that touch an operator (θ−mx is θ, minus, m, x).
//   - The single letter a is text where it can only be the article.
//   - Scripts are Unicode (x², λ₁, N^{k−2}, m_t), a braced group or one run of
//     letters or digits; primes are ' and ′; accents are combining (m̄).
//   - √ covers a parenthesis or the one symbol after it. Fractions stay on the
//     line: a/b, ½.
//   - A hyphen before a word (N-dimensional) and the name of a claim
//     (pair/lambda1) are text.
//
// [HTML] is total: every string has an image, its markup is well-formed, and no
// character is lost. Only spaces are spent, on the spacing that they stand for,
// and the signs ^, _, {…} and √(…) on the structure that they stand for.
//
// The package knows no claims and no physics.
package mathml
