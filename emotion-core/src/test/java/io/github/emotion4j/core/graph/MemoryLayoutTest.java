package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryLayoutTest {

    @Test
    void livingPlacesNeverOverlapAndWhatWasGivenBackIsUsedAgain() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var layout = new MemoryLayout();
            List<MemoryLayout.Place> living = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (living.isEmpty() || random.nextInt(5) > 1) {
                    MemoryLayout.Place place = layout.take(random.nextInt(500));
                    assertThat(place.from() % 16).isZero();
                    assertThat(place.from() + place.size()).isLessThanOrEqualTo(layout.size());
                    for (MemoryLayout.Place other : living) {
                        boolean apart = place.from() >= other.from() + Math.max(1, other.size())
                                || other.from() >= place.from() + Math.max(1, place.size());
                        assertThat(apart)
                                .as("seed %d: %s and %s", seed, place, other)
                                .isTrue();
                    }
                    living.add(place);
                } else {
                    layout.giveBack(living.remove(random.nextInt(living.size())));
                }
            }
            int size = layout.size();
            living.forEach(layout::giveBack);
            assertThat(layout.take(size))
                    .as("seed %d: all gaps united", seed)
                    .isEqualTo(new MemoryLayout.Place(0, size));
            assertThat(layout.size()).isEqualTo(size);
        }
    }
}
