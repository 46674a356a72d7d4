#include "app/files.hpp"

#include <filesystem>

#include "relais/base/log.hpp"

#include "app/http_answers.hpp"

namespace relais {
namespace {

std::filesystem::path found_beside_program() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto tree = program.parent_path().parent_path().parent_path() / "web";
    if (!error && std::filesystem::exists(tree / "widget", error)) return tree;
    return "/usr/share/relais/web";
}

}  // namespace

Files::Files(const std::string& directory, bool demo_pages) {
    const std::filesystem::path web = directory.empty() ? found_beside_program() : std::filesystem::path{directory};
    std::vector<edge::StaticMount> mounts;
    edge::StaticMount widget;
    widget.path = "/widget/";
    widget.folder = web / "widget" / "dist";
    widget.for_foreign_pages = true;
    mounts.push_back(widget);
    edge::StaticMount console;
    console.path = "/console/";
    console.folder = web / "console" / "dist";
    console.fallback = "index.html";
    mounts.push_back(console);
    edge::StaticMount shop;
    shop.path = "/demo/";
    shop.folder = web / "demo";
    if (demo_pages) mounts.push_back(shop);
    for (edge::StaticMount& mount : mounts) {
        if (std::filesystem::is_directory(mount.folder))
            mounts_.emplace_back(std::move(mount));
        else
            log::warning("pages_missing", {{"folder", mount.folder}});
    }
}

edge::HttpResponse Files::answer(const edge::HttpRequest& request) const {
    for (const edge::StaticFiles& mount : mounts_) {
        if (auto found = mount.answer(request)) return *std::move(found);
    }
    return plain(404, "not found\n");
}

std::string Files::build() { return RELAIS_VERSION; }

}  // namespace relais
