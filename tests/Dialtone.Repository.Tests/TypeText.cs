using System.Reflection;

namespace Dialtone.Repository.Tests;

/// <summary>Types as they are written in C#.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>With its namespace and the types it is nested in: how the line of a declaration begins.</summary>
    public static string FullName(Type type) =>
        (type.DeclaringType is { } outer ? FullName(outer) : type.Namespace) + "." + Simple(type) + Generics(type);

    /// <summary>Without its namespace: how it is used.</summary>
    public static string Short(Type type) => Annotated(type, nullability: null);

    public static string Annotated(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Annotated(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Annotated(underlying, nullability: null) + "?";
        }

        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return Annotated(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        var outer = type.IsNested && !type.IsGenericParameter ? Short(type.DeclaringType!) + "." : "";
        return outer + Simple(type) + Arguments(type, nullability) + mark;
    }

    public static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Short))}>" : "";

    private static string Generics(Type type) => Arguments(type, nullability: null);

    private static string Arguments(Type type, NullabilityInfo? nullability)
    {
        if (!type.IsGenericType)
        {
            return "";
        }

        var annotations = nullability?.GenericTypeArguments ?? [];
        var arguments = type.GetGenericArguments()
            .Select((argument, i) => Annotated(argument, i < annotations.Length ? annotations[i] : null));
        return $"<{string.Join(", ", arguments)}>";
    }

    private static string Simple(Type type) => type.Name.Split('`')[0];
}
