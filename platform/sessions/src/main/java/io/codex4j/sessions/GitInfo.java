package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Tell where a git repository stands.
 *
 * @param commitHash the commit that is checked out
 * @param branch the branch that is checked out, nothing when the head is detached
 * @param repositoryUrl URL of the remote {@code origin}, without user name and password
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record GitInfo(Optional<String> commitHash, Optional<String> branch, Optional<String> repositoryUrl) {
    /** Read it from the files of the repository that holds a directory, starting no process; nothing if there is none. */
    public static Optional<GitInfo> of(Path directory) {
        return GitFolder.find(directory).map(GitFolder::info);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .putIfPresent("commit_hash", commitHash)
                .putIfPresent("branch", branch)
                .putIfPresent("repository_url", repositoryUrl)
                .build();
    }

    static GitInfo fromJson(JsonObject json) {
        return new GitInfo(
                json.findString("commit_hash"), json.findString("branch"), json.findString("repository_url"));
    }
}
