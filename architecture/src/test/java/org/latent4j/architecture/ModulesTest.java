package org.latent4j.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.File;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.NodeList;

/** What these tests look at: an empty or forgotten module would let every rule pass. */
class ModulesTest {

  @Test
  void everyModuleOfTheBuildIsLookedAt() throws Exception {
    NodeList listed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new File("../pom.xml"))
            .getElementsByTagName("module");
    Set<String> inBuild = new TreeSet<>();
    for (int i = 0; i < listed.getLength(); i++) {
      inBuild.add(listed.item(i).getTextContent());
    }
    Set<String> known =
        Arrays.stream(Module.values())
            .map(Module::folder)
            .collect(Collectors.toCollection(TreeSet::new));
    known.add("architecture");
    assertEquals(known, inBuild);
  }

  @ParameterizedTest
  @EnumSource
  void everyModuleHasClasses(Module module) {
    assertTrue(
        Module.classesOf(module).stream().anyMatch(type -> !Rules.isPackageInfo(type)),
        () -> module + " holds no class");
  }

  @Test
  void noPackageIsInTwoModules() {
    TreeMap<String, Set<Module>> homes = new TreeMap<>();
    for (JavaClass type : Module.all()) {
      homes.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>()).add(Module.of(type));
    }
    homes.values().removeIf(modules -> modules.size() == 1);
    assertEquals(new TreeMap<>(), homes, "packages in more than one module");
  }
}
