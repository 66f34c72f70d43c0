package org.latent4j.backend.cpu;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/** The POMs of this project's modules, where a user's Maven would find the published ones. */
final class ReactorPoms implements WorkspaceReader {
  private final Path root;

  ReactorPoms(Path root) {
    this.root = root;
  }

  @Override
  public File findArtifact(Artifact artifact) {
    if (!artifact.getGroupId().equals("org.latent4j") || !artifact.getExtension().equals("pom")) {
      return null;
    }
    String module = artifact.getArtifactId().substring("latent4j-".length());
    Path pom = (module.equals("parent") ? root : root.resolve(module)).resolve("pom.xml");
    return Files.exists(pom) ? pom.toFile() : null;
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return List.of(artifact.getVersion());
  }

  @Override
  public WorkspaceRepository getRepository() {
    return new WorkspaceRepository("reactor");
  }
}
