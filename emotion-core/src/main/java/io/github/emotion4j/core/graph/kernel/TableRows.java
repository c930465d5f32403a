package io.github.emotion4j.core.graph.kernel;

/** Some rows of a table that follow each other, and their gradient. One chunk: there are few. */
public final class TableRows {

    private TableRows() {}

    /**
     * {@code y = table[from ...]}.
     *
     * @param from the first float
     */
    public record Copy(int from, Floats table, Floats y) implements Kernel {

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            table.slice(from, y.size()).copyTo(y);
        }
    }

    /**
     * {@code dTable[from ...] = dy}, zero elsewhere; or that added.
     *
     * @param from the first float
     */
    public record Gradient(int from, Floats dy, Floats dTable) implements Kernel {

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            if (!pass.accumulate()) {
                dTable.zero(0, dTable.size());
                dy.copyTo(dTable.slice(from, dy.size()));
                return;
            }
            int count = dy.size();
            float[] sum = scratch.array(0, count);
            float[] part = scratch.array(1, count);
            dTable.get(from, sum, 0, count);
            dy.get(0, part, 0, count);
            for (int i = 0; i < count; i++) {
                sum[i] += part[i];
            }
            dTable.put(from, sum, 0, count);
        }
    }
}
