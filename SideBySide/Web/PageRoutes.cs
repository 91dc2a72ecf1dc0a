namespace SideBySide.Web;

/// <summary>The page and its API.</summary>
internal static class PageRoutes
{
    /// <summary>Registers the services of the page's API.</summary>
    public static void AddPage(this IServiceCollection services)
    {
        services.AddPageLimits();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // see UsePageProblems
        services.AddSingleton<RunEvents>();
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
        ServersRoute.Map(api);
        DemonstrationRoute.Map(api);
        ExperimentsRoute.Map(api);
        RunsRoute.Map(api);
        DissectRoute.Map(api);
        ScriptRoute.Map(api);
        CurlRoute.Map(api);
        SourceRoute.Map(api);
        MatrixRoute.Map(api);
        StepsRoute.Map(api);
        LiveRoute.Map(api);
        RoomRoute.Map(api);
        BenchRoute.Map(api);
    }
}
