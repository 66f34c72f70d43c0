package org.latent4j.models.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.data.Provenance;
import org.latent4j.models.data.Scale;

/** The hashes are those of the uncompressed files: {@code gunzip -c FILE | sha256sum}. */
class MnistTest {

  @BeforeEach
  void requireData() {
    String file = "mnist/train-images-idx3-ubyte.gz";
    boolean present = SharedData.find(file).isPresent();
    String reason = "MnistTest is skipped: there is no " + SharedData.folder().resolve(file);
    if (!present) {
      // The build's summary counts what was skipped, but does not say why.
      System.out.println(reason);
    }
    assumeTrue(present, reason);
  }

  @Test
  void trainingPartIsTheKnownOne() {
    Dataset train = Datasets.find("mnist");
    assertEquals("mnist [60000, 784]", train.toString());
    assertEquals(Optional.of(new ImageShape(28, 28)), train.imageShape());
    assertEquals(new Scale(0, 255), train.scale());
    train.requireIn01("test");
    assertEquals(5, train.labels().orElseThrow()[0]);
    assertEquals(
        List.of(
            new Provenance.Source(
                "train-images-idx3-ubyte.gz",
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new Provenance.Source(
                "train-labels-idx1-ubyte.gz",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")),
        train.provenance().sources());
  }

  @Test
  void testPartIsTheKnownOne() {
    Dataset test = Datasets.find("mnist-test");
    assertEquals("mnist-test [10000, 784]", test.toString());
    assertEquals(7, test.labels().orElseThrow()[0]);
    assertTrue(
        test.provenance()
            .toString()
            .startsWith(
                "t10k-images-idx3-ubyte.gz"
                    + " sha256:0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"));
  }
}
