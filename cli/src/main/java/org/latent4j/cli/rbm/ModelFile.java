package org.latent4j.cli.rbm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.latent4j.cli.data.DataRecipe;
import org.latent4j.cli.run.OptionsFile;
import org.latent4j.cli.run.RunFolder;
import org.latent4j.models.rbm.RbmModel;

/**
 * A trained model as the user names it: the folder of its run, or the file itself.
 *
 * @param file the file
 * @param model its content
 */
public record ModelFile(Path file, RbmModel model) {

  /**
   * Reads a model.
   *
   * @param named a folder of a run or a model file
   * @return the model
   * @throws org.latent4j.models.io.DataFormatException if the file is missing or damaged
   */
  public static ModelFile open(Path named) {
    Path file = Files.isDirectory(named) ? named.resolve(RunFolder.MODEL) : named;
    return new ModelFile(file, RbmModel.load(file));
  }

  /**
   * Reads how the run prepared its data.
   *
   * @return the recipe, if the options of the run lie beside the model
   * @throws org.latent4j.cli.console.CommandException if these options are damaged; one sentence
   */
  public Optional<DataRecipe> recipe() {
    Path options = file.resolveSibling(RunFolder.OPTIONS);
    if (!Files.isRegularFile(options)) {
      return Optional.empty();
    }
    Optional<DataRecipe> recipe = OptionsFile.read(options, "data", DataRecipe.class);
    if (recipe.isPresent() && !recipe.get().isComplete()) {
      throw OptionsFile.damaged(options);
    }
    return recipe;
  }
}
