package suite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoCheckAsksForVectors: their draws are others, and a verdict must be the same in every build.
func TestNoCheckAsksForVectors(t *testing.T) {
	if Kernel() != "portable" {
		t.Errorf("the kernel of the checks is %q, want portable", Kernel())
	}
	paths, err := filepath.Glob("../*/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(path, "_test.go") && strings.Contains(string(text), "SIMD:") {
			t.Errorf("%s asks for SIMD", path)
		}
	}
}
