package mathml

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HTML is s as HTML: its words escaped, its mathematics as inline <math>
// elements. A formula longer than a line of a small screen is broken after its
// relations.
func HTML(s string) template.HTML {
	tokens := settle(lex(strings.ToValidUTF8(s, "\uFFFD")))
	var out strings.Builder
	for i := 0; i < len(tokens); {
		if t := tokens[i]; t.class == text || t.class == space {
			out.WriteString(template.HTMLEscapeString(t.text))
			i++
			continue
		}
		end := formulaEnd(tokens, i)
		symbols := hasSymbols(tokens[i:end])
		if symbols && i > 0 && tokens[i-1].class == text {
			out.WriteString(joiner)
		}
		writeFormula(&out, tokens[i:end], symbols)
		if symbols && end < len(tokens) && tokens[end].class == text {
			out.WriteString(joiner)
		}
		i = end
	}
	return template.HTML(out.String())
}

// joiner, the word joiner, keeps a formula on the line of the bracket before it
// and of the comma after it; browsers would break there.
const joiner = "\u2060"

// formulaEnd is where the formula that starts at token i ends: before the next
// text outside braces and roots, trailing spaces left out.
func formulaEnd(tokens []token, i int) int {
	end := i
	for i < len(tokens) && tokens[i].class != text {
		blank := tokens[i].class == space
		if i = atomEnd(tokens, i); !blank {
			end = i
		}
	}
	return end
}

// atomEnd is the end of the atom at token i: of a braced group or a root with
// all it holds, else of the one token.
func atomEnd(tokens []token, i int) int {
	before, t := at(tokens, i-1), tokens[i]
	script := t.text == "{" && (before.class == caret || before.class == lowline)
	root := t.text == "(" && before.text == "√"
	if script || root {
		if end := match(tokens, i); end > i {
			return end + 1
		}
	}
	return i + 1
}

// match is the index of the sign that closes the one at token i, or -1.
func match(tokens []token, i int) int {
	open := tokens[i].text
	shut := map[string]string{"(": ")", "{": "}"}[open]
	for depth := 0; i < len(tokens); i++ {
		switch tokens[i].text {
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// longFormula is the number of characters from which a formula is broken.
const longFormula = 28

func writeFormula(out *strings.Builder, tokens []token, symbols bool) {
	if !symbols {
		for _, t := range tokens {
			out.WriteString(template.HTMLEscapeString(t.text))
		}
		return
	}
	length := 0
	for _, t := range tokens {
		length += utf8.RuneCountInString(t.text)
	}
	start, depth := 0, 0
	for i := 0; i < len(tokens); i = atomEnd(tokens, i) {
		switch t := tokens[i]; {
		case t.class == opening:
			depth++
		case t.class == closing:
			depth--
		case depth <= 0 && length > longFormula && relation(t) && at(tokens, i+1).class == space && i+2 < len(tokens):
			math(out, tokens[start:i+1])
			out.WriteByte(' ')
			start = i + 2
		}
	}
	math(out, tokens[start:])
}

// hasSymbols reports whether a formula is more than a number and its brackets,
// which are set as text.
func hasSymbols(tokens []token) bool {
	for _, t := range tokens {
		switch t.class {
		case number, opening, closing, stop, space:
		default:
			return true
		}
	}
	return false
}

func math(out *strings.Builder, tokens []token) {
	out.WriteString("<math>")
	out.WriteString(row(tokens))
	out.WriteString("</math>")
}

// row is the MathML of tokens, atom by atom.
func row(tokens []token) string {
	var out strings.Builder
	for i := 0; i < len(tokens); {
		if tokens[i].class == space {
			if !spaced(tokens, i-1) && !spaced(tokens, i+1) {
				out.WriteString(`<mspace width="0.2em"></mspace>`)
			}
			i++
			continue
		}
		atom, end := scripts(tokens, i)
		out.WriteString(atom)
		i = end
	}
	return out.String()
}

// scripts is the atom at token i with the scripts it carries.
func scripts(tokens []token, i int) (string, int) {
	base, end := "<mrow></mrow>", i
	if t := tokens[i]; !scripted(t) && t.class != prime {
		base, end = atom(tokens, i)
	}
	var sub, sup strings.Builder
	for end < len(tokens) {
		switch t := tokens[end]; t.class {
		case prime: // on the line: fonts raise it themselves, and not all enlarge it in a script
			base = compose(base, sub.String(), sup.String()) + sign(strings.ReplaceAll(t.text, "'", "′"), false)
			sub.Reset()
			sup.Reset()
			end++
		case raised:
			sup.WriteString(row(lex(t.text)))
			end++
		case lowered:
			sub.WriteString(row(lex(t.text)))
			end++
		case caret, lowline:
			script := &sup
			if t.class == lowline {
				script = &sub
			}
			if end+1 == len(tokens) || tokens[end+1].class == space {
				return compose(base, sub.String(), sup.String()) + sign(t.text, false), end + 1
			}
			var operand string
			operand, end = scriptOperand(tokens, end+1)
			script.WriteString(operand)
		default:
			return compose(base, sub.String(), sup.String()), end
		}
	}
	return compose(base, sub.String(), sup.String()), end
}

func compose(base, sub, sup string) string {
	switch {
	case sub != "" && sup != "":
		return "<msubsup>" + one(base) + one(sub) + one(sup) + "</msubsup>"
	case sub != "":
		return "<msub>" + one(base) + one(sub) + "</msub>"
	case sup != "":
		return "<msup>" + one(base) + one(sup) + "</msup>"
	}
	return base
}

func one(row string) string { return "<mrow>" + row + "</mrow>" }

// scriptOperand is what ^ or _ before token i governs: a braced group, a run of
// letters or digits, a sign with its run.
func scriptOperand(tokens []token, i int) (string, int) {
	if tokens[i].text == "{" {
		if end := match(tokens, i); end > i {
			return row(tokens[i+1 : end]), end + 1
		}
	}
	end := i
	if tokens[end].class == operator {
		end++
	}
	for class := at(tokens, end).class; end < len(tokens) && (class == name || class == number) && tokens[end].class == class; end++ {
	}
	return row(tokens[i:max(end, i+1)]), max(end, i+1)
}

// atom is the MathML of the one thing at token i, scripts apart.
func atom(tokens []token, i int) (string, int) {
	t := tokens[i]
	switch t.class {
	case text, word:
		return "<mtext>" + template.HTMLEscapeString(t.text) + "</mtext>", i + 1
	case number:
		return "<mn>" + t.text + "</mn>", i + 1
	case name:
		return accented(t.text, "mi"), i + 1
	case opening, closing:
		return `<mo stretchy="false">` + t.text + "</mo>", i + 1
	}
	if t.text == "√" && i+1 < len(tokens) && tokens[i+1].class != space {
		if tokens[i+1].text == "(" {
			if end := match(tokens, i+1); end > 0 {
				return "<msqrt>" + row(tokens[i+2:end]) + "</msqrt>", end + 1
			}
		}
		radicand, end := scripts(tokens, i+1)
		return "<msqrt>" + radicand + "</msqrt>", end
	}
	return sign(t.text, spaced(tokens, i) || t.class == stop), i + 1
}

// accents maps combining accents to the spacing signs that MathML wants.
var accents = map[rune]string{'\u0302': "^", '\u0303': "~", '\u0304': "¯", '\u0305': "¯", '\u0307': "˙", '\u0308': "¨"}

// accented is a symbol under its accents.
func accented(s, element string) string {
	i := strings.IndexFunc(s, unicode.IsMark)
	if i < 0 {
		i = len(s)
	}
	out := "<" + element + ">" + template.HTMLEscapeString(s[:i]) + "</" + element + ">"
	for _, r := range s[i:] {
		over, ok := accents[r]
		if !ok {
			over = string(r)
		}
		out = `<mover accent="true">` + out + `<mo stretchy="false">` + over + "</mo></mover>"
	}
	return out
}

// sign is an operator. One between spaces has the spacing of MathML's operator
// dictionary; others are set tight, as they were written.
func sign(s string, dictionary bool) string {
	if i := strings.IndexFunc(s, unicode.IsMark); i > 0 {
		return accented(s, "mo")
	}
	if dictionary {
		return "<mo>" + template.HTMLEscapeString(s) + "</mo>"
	}
	return `<mo stretchy="false" largeop="false" lspace="0" rspace="0">` + template.HTMLEscapeString(s) + "</mo>"
}

const infix = "=≠<>≤≥≪≫≲≳≈≡∼≃∝∈∉⊂→←↦⇒⇔⟂⊥∩∪+−±∓·×⊗∘∗:-"

// spaced reports whether token i is an infix operator between spaces; the
// dictionary then provides the spacing that the spaces stand for.
func spaced(tokens []token, i int) bool {
	t := at(tokens, i)
	if t.class == stop {
		return true
	}
	return t.class == operator && strings.Contains(infix, t.text) &&
		at(tokens, i-1).class == space && at(tokens, i+1).class == space
}

func relation(t token) bool {
	return t.class == operator && strings.Contains("=≠<>≤≥≪≫≲≳≈≡~∼≃∝∈→↦⇒⇔", t.text)
}
