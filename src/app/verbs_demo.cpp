// `relais demo`: a small shop with two agents and a supervisor, on its own data, for looking around.
#include <cstdio>
#include <filesystem>

#include "relais/base/log.hpp"
#include "relais/edge/origin_check.hpp"
#include "relais/office/demo_centre.hpp"

#include "app/serve.hpp"
#include "app/storage_visit.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

// Known to everybody who reads this: the demo listens on loopback only.
constexpr const char* demo_password = "relais-demo";

void print_welcome(std::uint16_t port, const std::vector<office::DemoLogin>& logins) {
    const std::string base = "http://127.0.0.1:" + std::to_string(port);
    std::printf(
        "\nRelais is open.\n\n  shop in French    %s/demo/fr/index.html\n  shop in English   %s/demo/en/index.html\n  "
        "console           %s/console/\n\n",
        base.c_str(), base.c_str(), base.c_str());
    for (const office::DemoLogin& login : logins) {
        const char* role = login.role == Role::agent        ? "agent"
                           : login.role == Role::supervisor ? "supervisor"
                                                            : "administrator";
        std::printf("  %-14s %-28s password %s\n", role, login.email.c_str(), demo_password);
    }
    std::printf("\nThe button appears in the shop when an agent is available. Ctrl-C stops.\n\n");
    std::fflush(stdout);
}

}  // namespace

int demo(Configuration configuration, const DemoOptions& options) {
    // Its own data beside the real one, so that a demo never touches a centre in use.
    if (configuration.directory.empty()) configuration.directory = default_places().base + "-demo";
    configuration.listen.port = options.port;
    // Two demos side by side: the operations port goes along, unless it was chosen.
    if (options.port != Configuration{}.listen.port && configuration.operations.port == Configuration{}.operations.port)
        configuration.operations.port = static_cast<std::uint16_t>(options.port + 1);
    if (configuration.log_level == "info") configuration.log_level = "warning";
    std::vector<office::DemoLogin> logins;
    ServeOptions serve_options;
    serve_options.configuration = configuration;
    serve_options.demo_pages = true;
    serve_options.start_page = "/demo/fr/index.html";
    const std::string port = std::to_string(options.port);
    serve_options.prepare = [&logins, port](office::Database& database, office::Accounts& accounts) {
        office::DemoWishes wishes;
        // As browsers write them: without port 80.
        for (const char* host : {"http://127.0.0.1:", "http://localhost:"})
            wishes.origins.push_back(edge::normal_origin(host + port).value());
        wishes.agent_password = demo_password;
        wishes.supervisor_password = demo_password;
        wishes.admin_password = demo_password;
        const Instant now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
        auto filled = office::fill_demo_centre(database, accounts, wishes, now);
        if (!filled) {
            log::error("demo_not_filled", {{"why", filled.error().text}});
            return false;
        }
        logins = filled.value().logins;
        return true;
    };
    serve_options.opened = [&logins](std::uint16_t open_port) { print_welcome(open_port, logins); };
    return serve(std::move(serve_options));
}

}  // namespace relais::verbs
