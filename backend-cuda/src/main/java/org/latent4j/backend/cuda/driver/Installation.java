package org.latent4j.backend.cuda.driver;

import java.nio.file.Path;
import java.util.List;

/**
 * CUDA as discovery found it.
 *
 * @param libraries CUDA's libraries in the order in which they must be loaded; empty if JavaCPP's
 *     redist artifacts bring them
 * @param description where they are, and the version of the driver if it is known
 */
record Installation(List<Path> libraries, String description) {
  Installation {
    libraries = List.copyOf(libraries);
  }
}
