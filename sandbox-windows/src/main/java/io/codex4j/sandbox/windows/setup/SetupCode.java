package io.codex4j.sandbox.windows.setup;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** Name the step of a set-up that failed, as {@code setup_error.json} names it. */
@API(status = API.Status.INTERNAL, since = "0.1")
public enum SetupCode {
    ORCHESTRATOR_SANDBOX_DIR_CREATE_FAILED,
    ORCHESTRATOR_ELEVATION_CHECK_FAILED,
    ORCHESTRATOR_ELEVATION_REQUIRED,
    ORCHESTRATOR_PAYLOAD_SERIALIZE_FAILED,
    ORCHESTRATOR_HELPER_LAUNCH_FAILED,
    ORCHESTRATOR_HELPER_LAUNCH_CANCELED,
    ORCHESTRATOR_HELPER_EXIT_NONZERO,
    ORCHESTRATOR_HELPER_REPORT_READ_FAILED,
    ORCHESTRATOR_HELPER_INCOMPLETE,
    HELPER_REQUEST_ARGS_FAILED,
    HELPER_SANDBOX_DIR_CREATE_FAILED,
    HELPER_LOG_FAILED,
    HELPER_USER_PROVISION_FAILED,
    HELPER_USERS_GROUP_CREATE_FAILED,
    HELPER_USER_CREATE_OR_UPDATE_FAILED,
    HELPER_DPAPI_PROTECT_FAILED,
    HELPER_USERS_FILE_WRITE_FAILED,
    HELPER_SETUP_MARKER_WRITE_FAILED,
    HELPER_SID_RESOLVE_FAILED,
    HELPER_CAPABILITY_SID_FAILED,
    HELPER_FIREWALL_COM_INIT_FAILED,
    HELPER_FIREWALL_POLICY_ACCESS_FAILED,
    HELPER_FIREWALL_POLICY_INEFFECTIVE,
    HELPER_FIREWALL_RULE_CREATE_OR_ADD_FAILED,
    HELPER_FIREWALL_RULE_VERIFY_FAILED,
    HELPER_READ_ACL_HELPER_SPAWN_FAILED,
    HELPER_SANDBOX_LOCK_FAILED,
    HELPER_UNKNOWN_ERROR;

    /** Return the name in files and messages, such as {@code helper_sandbox_lock_failed}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SetupCode> of(String token) {
        for (SetupCode code : values()) {
            if (code.token().equals(token)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
