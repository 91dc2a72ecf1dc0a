using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace RawSocketServer.Hosting;

/// <summary>
/// Reads options records from .NET's configuration, one section each. .NET's own binder does not fit: the generated one silently skips
/// <c>init</c> properties, the other one needs reflection that an ahead-of-time compiler cannot follow, and both silently ignore a
/// mistyped name.
/// </summary>
public static class Settings
{
    /// <summary>
    /// Reads the values of a section; an absent value keeps its default. A property that is itself a section is skipped: the caller reads
    /// it separately.
    /// </summary>
    /// <exception cref="StartupException">A name is not an option, or a value has the wrong form.</exception>
    public static T Read<[DynamicallyAccessedMembers(PublicProperties | PublicParameterlessConstructor)] T>(IConfigurationSection section)
        where T : class, new()
    {
        var options = new T();
        foreach (var setting in section.GetChildren())
        {
            var known = typeof(T).GetProperties().Where(property => property.SetMethod is not null).ToArray();
            var option = known.FirstOrDefault(property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException(
                    Messages.UnknownOption(setting.Path, string.Join(", ", known.Select(property => property.Name))));
            if (IsSection(option.PropertyType) || setting.Value is not { } value)
                continue;
            option.SetValue(
                options,
                Parse(option.PropertyType, value) ?? throw new UsageException(Messages.BadValue(setting.Path, value, option.PropertyType)));
        }

        return options;
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);

    // All types of options. Null: the value does not have this type.
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
