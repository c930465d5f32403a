package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As in an application server: two applications with libraries of their own in one process. */
@Timeout(120)
class ClassLoadersTest {

    @Test
    void twoClassLoadersEachHaveAModel() throws Exception {
        try (var one = loader();
                var two = loader()) {
            Map<?, ?> first = predict(one, "tiny-distilbert");
            Map<?, ?> second = predict(two, "tiny-distilbert");
            Map<?, ?> other = predict(two, "tiny-bert");
            assertThat(first.toString()).isEqualTo(second.toString()).isNotEqualTo(other.toString());
            assertThat(one.loadClass(EmotionClassifier.class.getName()))
                    .isNotSameAs(two.loadClass(EmotionClassifier.class.getName()))
                    .isNotSameAs(EmotionClassifier.class);
        }
    }

    private static Map<?, ?> predict(ClassLoader loader, String model) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> type = loader.loadClass(EmotionClassifier.class.getName());
            Object classifier = type.getMethod("load", Path.class).invoke(null, TinyModels.path(model));
            try {
                Object answer = type.getMethod("predict", String.class).invoke(classifier, "i feel so happy today");
                return (Map<?, ?>) answer.getClass().getMethod("scores").invoke(answer);
            } finally {
                type.getMethod("close").invoke(classifier);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URLClassLoader loader() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] urls = Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
}
