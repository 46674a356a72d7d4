// `relais serve`: puts everything together, runs until SIGINT or SIGTERM, stops in the order that loses nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "relais/office/accounts.hpp"

#include "app/configuration.hpp"

namespace relais {

struct ServeOptions {
    Configuration configuration;
    /// Called once, before the doors open: fills a demo centre.
    std::function<bool(office::Database&, office::Accounts&)> prepare;
    /// Called once when the doors are open, with the port.
    std::function<void(std::uint16_t)> opened;
    std::string start_page = "/console/";
    bool demo_pages = false;  // serve web/demo under /demo/
};

/// The exit code: 0 stopped as asked, 1 could not start, 3 stopped itself because storage was taken over or refused a batch.
[[nodiscard]] int serve(ServeOptions options);

}  // namespace relais
