using SideBySide.Page.Guards;

namespace SideBySide.Page;

/// <summary>The page and what it asks for.</summary>
internal static class PageRoutes
{
    /// <summary>Registers what the page's API needs.</summary>
    public static void AddPage(this IServiceCollection services)
    {
        services.AddPageLimits();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // see UsePageProblems
        services.AddSingleton(_ => Commands.ExperimentChoice.Catalogue());
        services.AddSingleton<Runs.RunStream>();
        services.AddSingleton<MatrixRuns>();
        services.AddSingleton<BenchPlans>();
    }

    /// <summary>Maps the static page and its API.</summary>
    public static void MapPage(this WebApplication app)
    {
        app.UseRebindingGuard();
        app.UsePageSecurity();
        app.UsePageProblems();
        app.UseSameOriginGuard();
        _ = app.UseRateLimiter();
        _ = app.UseFileServer();

        var api = app.MapGroup("/api");
        Servers.ServersRoute.Map(api);
        ExchangesRoute.Map(api);
        Experiments.ExperimentsRoute.Map(api);
        Runs.RunsRoute.Map(api);
        DissectRoute.Map(api);
        Scripts.ScriptRoute.Map(api);
        Scripts.CurlRoute.Map(api);
        SourceRoute.Map(api);
        MatrixRoute.Map(api);
        StaircaseRoute.Map(api);
        LiveRoute.Map(api);
        BenchRoute.Map(api);
    }
}
