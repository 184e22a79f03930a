package mathml

import (
	"regexp"
	"strings"
	"testing"
)

// TestText: fractions, scripts, accents, fences of each kind, tables, and breaks at wide spaces and relations.
func TestText(t *testing.T) {
	for _, test := range []struct {
		latex string
		width int
		want  string
	}{
		{`\lambda_1' - \frac12 = \left(\lambda_1 - \frac12\right)\left(1 - \eta\left(1 - \frac\theta\pi + \frac{\sin 2\theta}{2\pi}\right)\right)`, 60, `
                  ⎛     ⎛     θ     sin 2θ ⎞⎞
λ₁′ − ½ = (λ₁ − ½)⎜1 − η⎜1 −  ─  +  ────── ⎟⎟
                  ⎝     ⎝     π       2π   ⎠⎠`},
		{`\nabla_i = \frac12\Bigl(\sum_j\lambda_j - 1\Bigr)v, \qquad L = \frac14\Bigl(\sum_j\lambda_j - 1\Bigr)^2\lVert v\rVert^2`, 60, `
∇ᵢ = ½⎛∑λⱼ − 1⎞v,   L = ¼⎛∑λⱼ − 1⎞²‖v‖²
      ⎝j      ⎠          ⎝j      ⎠`},
		{`\nabla_i = \frac12\Bigl(\sum_j\lambda_j - 1\Bigr)v, \qquad L = \frac14\Bigl(\sum_j\lambda_j - 1\Bigr)^2\lVert v\rVert^2`, 24, `
∇ᵢ = ½⎛∑λⱼ − 1⎞v,
      ⎝j      ⎠
L = ¼⎛∑λⱼ − 1⎞²‖v‖²
     ⎝j      ⎠`},
		{`\sup_{t\le M}\lvert m_t - \overline m_t\rvert \to 0`, 60, "\n sup |mₜ − m̄ₜ| → 0\nt ≤ M"},
		{`\sup_{t\le M}\lvert m_t - \overline m_t\rvert \to 0`, 16, "\n sup |mₜ − m̄ₜ|\nt ≤ M\n  → 0"},
		{`\operatorname{median}\tau_\eta \asymp \begin{cases} N & k = 1 \\ N\log N & k = 2 \\ N^{k-1} & k \ge 3 \end{cases}`, 60, `
             ⎧N        k = 1
median τ_η ≍ ⎨N log N  k = 2
             ⎩Nᵏ⁻¹     k ≥ 3`},
		{`\left\langle \frac{\hat v}{\lVert\hat v\rVert},\, v\right\rangle \to \sqrt{\frac{\alpha}{1-\alpha}}`, 60, `
╱  v̂     ╲    ⎛   α   ⎞
⟨ ─── , v⟩ → √⎜ ───── ⎟
╲ ‖v̂‖    ╱    ⎝ 1 − α ⎠`},
		{`m_t = m_{t-1} - \frac{\delta}{N}\,\varphi'(m_{t-1})\,(1 - m_{t-1}^2) + O\left(\frac{\delta^2}{N^2}\right)`, 60, `
             δ                          ⎛ δ² ⎞
mₜ = mₜ₋₁ −  ─  φ′(mₜ₋₁) (1 − mₜ₋₁²) + O⎜ ── ⎟
             N                          ⎝ N² ⎠`},
	} {
		got, ok := Text(test.latex, test.width)
		if text := "\n" + strings.Join(got, "\n"); !ok || text != test.want {
			t.Errorf("%s at %d:%s\nwant%s", test.latex, test.width, text, test.want)
		}
	}
	if got, ok := Text(`\no formula of ours`, 80); ok || got != nil {
		t.Errorf("what was not set is %q", got)
	}
}

var leaves = regexp.MustCompile(`<m[ino](?: [^>]*)?>([^<]*)</m`)

// TestTextOfAll: every formula fits a page, and no letter, digit or relation of it is lost.
func TestTextOfAll(t *testing.T) {
	raised, plain := map[string]string{}, []string{}
	for _, signs := range [][2]string{{plainSigns, loweredSigns}, {exponents, raisedSigns}} {
		from := []rune(signs[0])
		for i, r := range []rune(signs[1]) {
			raised[string(r)] = string(from[i])
		}
	}
	for r, p := range raised {
		plain = append(plain, r, p)
	}
	for sign, s := range map[string]string{"½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34"} {
		plain = append(plain, sign, s)
	}
	back := strings.NewReplacer(append(plain, "-", "−")...)
	for latex, math := range Formulas().Formulas {
		lines, ok := Text(latex, 76)
		if !ok {
			t.Fatalf("%s is not set", latex)
		}
		all := back.Replace(strings.Join(lines, "\n"))
		for _, line := range lines {
			if columns(line) > 76 {
				t.Errorf("%s: a line of %d columns: %s", latex, columns(line), line)
			}
		}
		math, _, _ = strings.Cut(math, "<annotation")
		count := map[string]int{}
		for _, leaf := range leaves.FindAllStringSubmatch(math, -1) {
			for _, r := range back.Replace(strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(leaf[1])) {
				if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789θληδκτφ≤≥<>→≪", r) {
					count[string(r)]++
				}
			}
		}
		for sign, n := range count {
			if got := strings.Count(all, sign); got < n {
				t.Errorf("%s: %d of %d %s in\n%s", latex, got, n, sign, strings.Join(lines, "\n"))
			}
		}
	}
}
