// The pages this server ships: widget, console and, in the demo, a shop. Read once, before privileges are dropped.
#pragma once

#include <string>
#include <vector>

#include "relais/edge/static_files.hpp"

namespace relais {

class Files {
public:
    /// `directory` empty: beside the program's own tree, else /usr/share/relais/web. What is not built is left out.
    Files(const std::string& directory, bool demo_pages);

    [[nodiscard]] edge::HttpResponse answer(const edge::HttpRequest& request) const;
    /// The version of the pages; one that says another in its hello is told to reload.
    [[nodiscard]] static std::string build();

private:
    std::vector<edge::StaticFiles> mounts_;
};

}  // namespace relais
