using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace RawSocketServer.Hosting;

/// <summary>
/// Reads options records from .NET's configuration, one section each. .NET's own binding does not fit: where it is generated it skips
/// properties that are <c>init</c> without a word, where it is not it finds the sections below a section by reflection that an
/// ahead-of-time compiler cannot follow, and either way a mistyped name would silently do nothing.
/// </summary>
public static class Settings
{
    /// <summary>
    /// Reads the values of a section; what it does not set has its default. A property that is a section of its own is passed over:
    /// whoever asks for this one asks for that one, too.
    /// </summary>
    /// <exception cref="StartupException">A name is none of the options, or a value has the wrong form.</exception>
    public static T Read<[DynamicallyAccessedMembers(PublicProperties | PublicParameterlessConstructor)] T>(IConfigurationSection section) where T : class, new()
    {
        var options = new T();
        foreach (var setting in section.GetChildren())
        {
            var known = typeof(T).GetProperties().Where(property => property.SetMethod is not null).ToArray();
            var option = known.FirstOrDefault(property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException(Messages.UnknownOption(setting.Path, string.Join(", ", known.Select(property => property.Name))));
            if (IsSection(option.PropertyType) || setting.Value is not { } value)
                continue;
            option.SetValue(options, Parse(option.PropertyType, value) ?? throw new UsageException(Messages.BadValue(setting.Path, value, option.PropertyType)));
        }

        return options;
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);

    // Every type that an option here has. Null: the value cannot be read as one.
    private static object? Parse(Type type, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return value;
        if (type == typeof(bool))
            return bool.TryParse(value, out var truth) ? truth : null;
        if (type == typeof(int))
            return int.TryParse(value, culture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(value, culture, out var large) ? large : null;
        if (type == typeof(TimeSpan))
            return TimeSpan.TryParse(value, culture, out var time) ? time : null;
        if (type.IsEnum)
            return Enum.TryParse(type, value, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice) ? choice : null;
        throw new NotSupportedException($"No option is read as {type} yet.");
    }
}
