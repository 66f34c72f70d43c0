package org.latent4j.backend.cpu;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.graph.visitor.PreorderNodeListGenerator;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * A user's project with one dependency and no setting, as Maven sees it on a chosen machine.
 *
 * <p>Maven's own resolver builds the dependency graph from this project's POMs, which are published
 * as they are, and from the POMs that the build itself has put into the local repository. Nothing
 * is downloaded or installed.
 */
final class ConsumerProject {
  private final RepositorySystem maven = new RepositorySystemSupplier().get();
  private final DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();

  /** A project on a machine whose Java calls its system {@code osName} and {@code osArch}. */
  ConsumerProject(String osName, String osArch) {
    Properties machine = new Properties();
    machine.putAll(System.getProperties());
    machine.setProperty("os.name", osName);
    machine.setProperty("os.arch", osArch);
    session.setSystemProperties(machine);
    session.setOffline(true);
    session.setIgnoreArtifactDescriptorRepositories(true);
    // A POM that cannot be read is an error here: its dependencies would go uncounted.
    session.setArtifactDescriptorPolicy(
        new SimpleArtifactDescriptorPolicy(ArtifactDescriptorPolicy.STRICT));
    session.setWorkspaceReader(new ReactorPoms(Path.of("..")));
    // "simple" takes what lies in the repository, whichever server it came from.
    LocalRepository repository =
        new LocalRepository(new File(property("latent4j.test.repository")), "simple");
    session.setLocalRepositoryManager(maven.newLocalRepositoryManager(session, repository));
  }

  /** All jars that the project downloads for a dependency on this Latent4J module. */
  List<Artifact> jarsOf(String artifactId) throws DependencyCollectionException {
    CollectRequest request =
        new CollectRequest().setRoot(new Dependency(module(artifactId), "compile"));
    DependencyNode graph = maven.collectDependencies(session, request).getRoot();
    PreorderNodeListGenerator jars = new PreorderNodeListGenerator();
    graph.accept(jars);
    return jars.getArtifacts(true);
  }

  /** The jars that the module's own POM names, without what those ask for in turn. */
  List<Artifact> jarsNamedBy(String artifactId) throws ArtifactDescriptorException {
    ArtifactDescriptorRequest request =
        new ArtifactDescriptorRequest().setArtifact(module(artifactId));
    return maven.readArtifactDescriptor(session, request).getDependencies().stream()
        .map(Dependency::getArtifact)
        .toList();
  }

  /** Where the local repository keeps a jar, or would. */
  Path file(Artifact artifact) {
    return session
        .getLocalRepository()
        .getBasedir()
        .toPath()
        .resolve(session.getLocalRepositoryManager().getPathForLocalArtifact(artifact));
  }

  private static Artifact module(String artifactId) {
    return new DefaultArtifact(
        "org.latent4j", artifactId, "jar", property("latent4j.test.version"));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("The build sets the system property " + name);
    }
    return value;
  }
}
