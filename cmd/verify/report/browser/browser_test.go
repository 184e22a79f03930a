package browser

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is the browser on the path, or the test is skipped.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium on the path: the page is not tried in a browser")
	return ""
}

// thePage is made once.
var thePage = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("ASSAY_PAGE"); path != "" {
		return filepath.Abs(path)
	}
	dir, err := os.MkdirTemp("", "page")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "report.html")
	run := exec.Command("go", "run", "./cmd/verify", "--tier", "quick", "--run", "^(pair|misprint|loss|exponent|sphere|figure)/", "--report="+path)
	run.Dir = filepath.Join("..", "..", "..", "..")
	out, err := run.CombinedOutput()
	if _, missing := os.Stat(path); missing != nil {
		return "", fmt.Errorf("no page was made: %v\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("ASSAY_PAGE") == "" {
		if path, err := thePage(); err == nil {
			os.RemoveAll(filepath.Dir(path))
		}
	}
	os.Exit(code)
}

// view is how a page is looked at.
type view struct {
	name   string
	width  int64
	scheme string // light or dark
	media  string // screen or print
	still  bool   // without scripts
	hash   string
}

// tab is the page in a tab, and what it complained of.
type tab struct {
	context.Context
	mu        sync.Mutex
	complains []string
	fetched   []string
}

// open shows the page, after what else is to be done before.
func open(t *testing.T, v view, before ...chromedp.Action) *tab {
	t.Helper()
	browser := chromium(t)
	path, err := thePage()
	if err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // the browser may still write as it ends
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(browser), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	one := &tab{Context: ctx}
	chromedp.ListenTarget(ctx, func(event any) {
		one.mu.Lock()
		defer one.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			one.complains = append(one.complains, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError {
				one.complains = append(one.complains, fmt.Sprintf("console: %s", e.Args[0].Value))
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				one.complains = append(one.complains, e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			one.fetched = append(one.fetched, e.Request.URL)
		}
	})
	at := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), Fragment: v.hash}).String()
	one.do(t, before...)
	one.do(t,
		network.Enable(), log.Enable(),
		emulation.SetDeviceMetricsOverride(v.width, 844, 1, v.width < 500),
		emulation.SetEmulatedMedia().WithMedia(v.media).WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}),
		emulation.SetScriptExecutionDisabled(v.still),
		chromedp.Navigate(at))
	return one
}

func (one *tab) do(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(one, actions...); err != nil {
		t.Fatal(err)
	}
}

// ask is the value of an expression on the page.
func ask[T any](t *testing.T, one *tab, expression string) (value T) {
	t.Helper()
	one.do(t, chromedp.Evaluate(expression, &value))
	return value
}

var screen = []view{
	{name: "screen, light", width: 1280, scheme: "light"},
	{name: "screen, dark", width: 1280, scheme: "dark"},
	{name: "phone, light", width: 390, scheme: "light"},
	{name: "phone, dark", width: 390, scheme: "dark"},
}

// unfold opens all and has all laid out, also what is far from the screen.
const unfold = `document.querySelectorAll('article').forEach(one => { one.style.contentVisibility = 'visible'; });
	document.querySelectorAll('details').forEach(one => { one.open = true; })`

// TestShows: nothing is complained of or fetched, nothing but regions of their own scrolls sideways, folded and
// open, and every figure is there to be seen.
func TestShows(t *testing.T) {
	for _, v := range screen {
		t.Run(v.name, func(t *testing.T) {
			one := open(t, v)
			for _, state := range []string{"folded", "open"} {
				if state == "open" {
					one.do(t, chromedp.Evaluate(unfold, nil))
				}
				if wide := ask[int64](t, one, `document.documentElement.scrollWidth`); wide > v.width {
					t.Errorf("%s: %d wide on a screen of %d: %v", state, wide, v.width, ask[[]string](t, one, `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .formula, pre')).slice(0, 8).map(e => e.outerHTML.slice(0, 120))`))
				}
				bad := ask[[]string](t, one, `[...document.querySelectorAll('figure svg, .graph svg')].filter(s => {
					const box = s.getBoundingClientRect();
					return !(box.width > 200 && box.height > 20 && box.left >= 0 && box.right <= innerWidth + 1 && s.checkVisibility());
				}).map(s => s.getAttribute('aria-label'))`)
				if len(bad) > 0 {
					t.Errorf("%s: %d figures cannot be seen: %q", state, len(bad), bad)
				}
			}
			if n := ask[int](t, one, `document.querySelectorAll('figure svg').length`); n == 0 {
				t.Error("no figure")
			}
			pictures(t, one, v)
			one.mu.Lock()
			defer one.mu.Unlock()
			if len(one.complains) > 0 || len(one.fetched) != 1 {
				t.Errorf("complains %q, fetched %q", one.complains, one.fetched)
			}
		})
	}
}

// What a page may cost its reader.
const (
	mostBytes   = 3_000_000
	mostSeconds = 1. // of the processor, whatever else the machine does
)

// TestCost: the page is small, and opens soon: reading, styles, layout and scripts together.
func TestCost(t *testing.T) {
	chromium(t)
	path, err := thePage()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > mostBytes {
		t.Errorf("%d bytes, want at most %d", info.Size(), mostBytes)
	}
	for _, v := range []view{screen[0], screen[2]} {
		one := open(t, v, performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks))
		var took float64
		one.do(t, chromedp.ActionFunc(func(ctx context.Context) error {
			metrics, err := performance.GetMetrics().Do(ctx)
			for _, m := range metrics {
				if m.Name == "TaskDuration" {
					took = m.Value
				}
			}
			return err
		}))
		t.Logf("%s: %d bytes, opened in %.2f s of the processor", v.name, info.Size(), took)
		if !(took > 0 && took <= mostSeconds) {
			t.Errorf("%s: opened in %v s of the processor, want at most %v", v.name, took, mostSeconds)
		}
	}
}

// pictures are of the page as the last view left it, reloaded; where a folder is named.
func pictures(t *testing.T, one *tab, v view) {
	folder := os.Getenv("ASSAY_SCREENS")
	if folder == "" {
		return
	}
	name := strings.ReplaceAll(v.name, ", ", "-")
	for part, hash := range map[string]string{"top": "", "figures": "figures", "errata": "errata", "verdicts": "verdicts", "graph": "graph", "claim": "pair/lambda1", "claims": "claims"} {
		var picture []byte
		one.do(t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(one => { one.open = false; }); location.hash = '`+hash+`'; if (!location.hash) scrollTo(0, 0)`, nil),
			chromedp.Sleep(300*time.Millisecond), chromedp.CaptureScreenshot(&picture))
		if err := os.WriteFile(filepath.Join(folder, name+"-"+part+".png"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTable: it is searched, filtered and sorted with the keyboard.
func TestTable(t *testing.T) {
	one := open(t, screen[0])
	const shown = `[...document.querySelectorAll('#table tbody tr')].filter(r => r.checkVisibility()).map(r => r.cells[0].textContent)`
	all := ask[[]string](t, one, shown)
	one.do(t, chromedp.SendKeys("#find", "pair/ lambda1"))
	found := ask[[]string](t, one, shown)
	if len(found) == 0 || len(found) == len(all) || slices.ContainsFunc(found, func(id string) bool { return !strings.HasPrefix(id, "pair/") && !strings.Contains(id, "lambda1") }) {
		t.Errorf("search shows %q", found)
	}
	if said, want := ask[string](t, one, `document.getElementById('chosen').value`), fmt.Sprintf("%d of %d", len(found), len(all)); said != want {
		t.Errorf("the page says %q, want %q", said, want)
	}
	one.do(t, chromedp.Evaluate(`const find = document.getElementById('find'); find.value = ''; find.dispatchEvent(new Event('input', {bubbles: true}))`, nil))

	one.do(t, chromedp.Focus(`select[data-of=verdict]`), chromedp.KeyEvent("R")) // a letter chooses
	refuted := ask[[]string](t, one, `[...document.querySelectorAll('#table tbody tr')].filter(r => r.checkVisibility()).map(r => r.dataset.verdict)`)
	if len(refuted) == 0 || slices.ContainsFunc(refuted, func(v string) bool { return v != "REFUTED" }) {
		t.Errorf("the filter REFUTED shows %q", refuted)
	}
	one.do(t, chromedp.Evaluate(`document.querySelector('select[data-of=verdict]').value = ''; document.getElementById('find').dispatchEvent(new Event('input', {bubbles: true}))`, nil))
	for _, of := range []string{"expected", "kind", "section", "proof"} {
		counts := ask[[]int](t, one, `(() => { const s = document.querySelector('select[data-of=`+of+`]'); return [...s.options].map(o => { s.value = o.value; s.dispatchEvent(new Event('input', {bubbles: true})); const n = `+shown+`.length; s.value = ''; s.dispatchEvent(new Event('input', {bubbles: true})); return n; }); })()`)
		if len(counts) < 3 || counts[0] != len(all) || slices.Contains(counts, 0) {
			t.Errorf("filter %s: its choices show %d rows of %d", of, counts, len(all))
		}
	}

	one.do(t, chromedp.Focus(`#table th:first-child button`), chromedp.KeyEvent("\r"))
	if ids := ask[[]string](t, one, shown); !slices.IsSorted(ids) || len(ids) != len(all) {
		t.Errorf("sorted by claim: %q", ids)
	}
	worst := `[...document.querySelectorAll('#table tbody tr')].map(r => Number(r.cells[6].dataset.number || -1))`
	one.do(t, chromedp.Focus(`#table th:last-child button`), chromedp.KeyEvent("\r"), chromedp.KeyEvent("\r"))
	values := ask[[]float64](t, one, worst)
	slices.Reverse(values)
	if !slices.IsSorted(values) || ask[string](t, one, `document.querySelector('#table th:last-child').ariaSort`) != "descending" {
		t.Errorf("sorted by worst, twice: %v", values)
	}
}

// TestLinks: every link of the page has a target, and one to a claim opens it.
func TestLinks(t *testing.T) {
	v := screen[0]
	v.hash = "pair/lambda1"
	one := open(t, v)
	const gone = `[...document.querySelectorAll('a, use')].map(a => a.getAttribute('href')).filter(h => !h.startsWith('#') || !document.getElementById(decodeURIComponent(h.slice(1))))`
	if bad := ask[[]string](t, one, gone); len(bad) > 0 {
		t.Errorf("links without target: %q", bad)
	}
	const opened = `[...document.querySelectorAll('article')].filter(a => a.querySelector(':scope > details').open).map(a => a.id)`
	if got := ask[[]string](t, one, opened); !slices.Equal(got, []string{"pair/lambda1"}) {
		t.Errorf("#pair/lambda1 opens %q", got)
	}
	one.do(t, chromedp.Evaluate(`document.querySelector('#table a[href="#pair/lambda2"]').click()`, nil), chromedp.Sleep(200*time.Millisecond))
	if got := ask[[]string](t, one, opened); !slices.Contains(got, "pair/lambda2") {
		t.Errorf("a link to pair/lambda2 opens %q", got)
	}
	if top := ask[float64](t, one, `document.getElementById('pair/lambda2').getBoundingClientRect().top`); top < -1 || top > 100 {
		t.Errorf("pair/lambda2 stands at %v of the screen", top)
	}
}

// TestWithoutScripts: the page reads fully, and offers nothing that does not work.
func TestWithoutScripts(t *testing.T) {
	v := screen[0]
	v.still = true
	one := open(t, v)
	one.do(t, emulation.SetScriptExecutionDisabled(false)) // the page's own did not run; now it can be asked
	if ask[bool](t, one, `document.getElementById('choose').checkVisibility()`) || ask[int](t, one, `document.querySelectorAll('th button').length`) > 0 {
		t.Error("the table offers to sort or filter")
	}
	if n := ask[int](t, one, `[...document.querySelectorAll('article')].filter(a => a.querySelector('.says').checkVisibility() && a.querySelector('details > dl')).length`); n == 0 || n != ask[int](t, one, `document.querySelectorAll('article').length`) {
		t.Errorf("%d claims can be read", n)
	}
}

// TestPrint: on paper all is open.
func TestPrint(t *testing.T) {
	v := screen[0]
	v.media = "print"
	one := open(t, v)
	if n := ask[int](t, one, `[...document.querySelectorAll('article > details > dl')].filter(d => !d.checkVisibility()).length`); n > 0 {
		t.Errorf("%d claims stay closed", n)
	}
}

// axe is the source of axe-core, which npm fetches in the version of package-lock.json.
func axe(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("no npm on the path: the rules of axe-core are not tried")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	c := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	c.Dir, c.Stdout, c.Stderr = dir, &said, &said
	if err := c.Run(); err != nil {
		t.Skipf("npm does not fetch axe-core, whose rules are not tried: %v\n%s", err, said.String())
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestRules: no rule of axe-core is broken seriously.
func TestRules(t *testing.T) {
	chromium(t)
	source := axe(t)
	for _, v := range screen {
		t.Run(v.name, func(t *testing.T) {
			one := open(t, v)
			one.do(t, chromedp.Evaluate(unfold, nil), chromedp.Evaluate(source+"; 0", nil))
			var broken []string
			one.do(t, chromedp.Evaluate(`axe.run(document, {resultTypes: ['violations']}).then(r => r.violations
				.filter(v => v.impact === 'serious' || v.impact === 'critical')
				.map(v => v.id + ' × ' + v.nodes.length + ': ' + v.nodes[0].html.slice(0, 200) + ' — ' + v.nodes[0].failureSummary))`, &broken,
				func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, one := range broken {
				t.Error(one)
			}
		})
	}
}
