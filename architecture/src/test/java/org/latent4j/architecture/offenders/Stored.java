package org.latent4j.architecture.offenders;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

/** Writes itself by Java serialization. */
public final class Stored implements Serializable {
  private static final long serialVersionUID = 1;

  /** Writes this object. */
  public void writeTo(OutputStream out) throws IOException {
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(this);
    }
  }
}
