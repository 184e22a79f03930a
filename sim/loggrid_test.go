package sim

import "testing"

func TestLogGrid(t *testing.T) {
	grid, err := LogGrid(1, 1000, 2)
	if err != nil {
		t.Fatal(err)
	}
	want := []int{1, 3, 10, 32, 100, 316, 1000}
	if len(grid) != len(want) {
		t.Fatalf("grid %v, want %v", grid, want)
	}
	for i := range want {
		if grid[i] != want[i] {
			t.Fatalf("grid %v, want %v", grid, want)
		}
	}
	// Dense at the start: rounded points that fall together appear once.
	dense, err := LogGrid(1, 20, 50)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkGrid(dense); err != nil || dense[0] != 1 || dense[len(dense)-1] != 20 {
		t.Errorf("dense grid %v: %v", dense, err)
	}
}
