package org.latent4j.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds for a class whose supertypes, and public and protected fields, methods and constructors,
 * name no type of some libraries, type arguments and declared exceptions included.
 */
final class NotShowTypesOf extends ArchCondition<JavaClass> {
  private final List<String> libraries;

  NotShowTypesOf(String... libraries) {
    super("show no type of " + List.of(libraries));
    this.libraries = List.of(libraries);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!isVisible(type)) {
      return;
    }
    Stream<JavaClass> supertypes =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .flatMap(NotShowTypesOf::involved);
    report(type, type.getName(), supertypes, events);
    for (JavaField field : type.getFields()) {
      if (isVisible(field)) {
        report(type, field.getFullName(), involved(field.getType()), events);
      }
    }
    for (JavaCodeUnit member : type.getCodeUnits()) {
      if (isVisible(member)) {
        report(type, member.getFullName(), signature(member), events);
      }
    }
  }

  private static Stream<JavaClass> signature(JavaCodeUnit member) {
    Stream<JavaType> types =
        Stream.concat(Stream.of(member.getReturnType()), member.getParameterTypes().stream());
    return Stream.concat(
        types.flatMap(NotShowTypesOf::involved), member.getExceptionTypes().stream());
  }

  private static Stream<JavaClass> involved(JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static boolean isVisible(HasModifiers part) {
    return part.getModifiers().contains(JavaModifier.PUBLIC)
        || part.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private void report(
      JavaClass owner, String where, Stream<JavaClass> shown, ConditionEvents events) {
    shown
        .filter(type -> libraries.stream().anyMatch(name -> isOf(name, type)))
        .map(type -> where + " shows " + type.getName())
        .forEach(message -> events.add(SimpleConditionEvent.violated(owner, message)));
  }

  private static boolean isOf(String library, JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith(library + ".");
  }
}
