package org.latent4j.backend.cuda.kernel;

import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.random.Threefry;

/**
 * How a kernel comes to a key: whether the root is read from memory, and for each fold whether its
 * number is.
 *
 * @param read whether the root key is read
 * @param counted for each fold whether the number of the child is read
 */
record KeyForm(boolean read, List<Boolean> counted) {

  static KeyForm of(KeySource key) {
    return new KeyForm(
        key.root().view() != null,
        key.folds().stream().map(fold -> fold.counter() != null).toList());
  }

  /** Adds the parameters of a key called {@code name}. */
  static void add(Parameters parameters, String name, KeySource key) {
    View view = key.root().view();
    if (view == null) {
      parameters.word(name + "_high", Threefry.highWord(key.root().bits()));
      parameters.word(name + "_low", Threefry.lowWord(key.root().bits()));
    } else {
      parameters.input("int", name + "_high", address(view, 0));
      parameters.input("int", name + "_low", address(view, view.layout().stride(0)));
    }
    for (int fold = 0; fold < key.folds().size(); fold++) {
      KeySource.Fold step = key.folds().get(fold);
      View counter = step.counter();
      if (counter == null) {
        parameters.word(name + "_fold" + fold, step.n());
      } else {
        parameters.input("int", name + "_fold" + fold, address(counter, 0));
      }
    }
  }

  private static Argument address(View view, long after) {
    long bytes = (view.layout().offset() + after) * Integer.BYTES;
    return new Argument.Pointer(view.storage(), bytes);
  }

  /** Statements that leave the two words in {@code name_0} and {@code name_1}. */
  void write(Lines lines, String name) {
    lines.add("unsigned int " + name + "_0 = " + word(read, name + "_high") + ";");
    lines.add("unsigned int " + name + "_1 = " + word(read, name + "_low") + ";");
    for (int fold = 0; fold < counted.size(); fold++) {
      lines.use(Helper.THREEFRY);
      lines.open("");
      lines.add("unsigned int high = 0x80000000u;");
      lines.add("unsigned int low = " + word(counted.get(fold), name + "_fold" + fold) + ";");
      lines.add("latent4j_threefry(" + name + "_0, " + name + "_1, high, low);");
      lines.add(name + "_0 = high;");
      lines.add(name + "_1 = low;");
      lines.close();
    }
  }

  private static String word(boolean read, String parameter) {
    return read ? "(unsigned int) *" + parameter : parameter;
  }
}
