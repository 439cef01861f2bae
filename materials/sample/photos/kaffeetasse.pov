// A cup on a desk by the window, at the end of a working day: drawn for the sample, with POV-Ray.
//   povray kaffeetasse.pov +W1080 +H720 +A0.3 +AM2 +R2 -GA, then saved as JPEG of quality 86
#version 3.7;
global_settings {
  assumed_gamma 1.0
}
#default { finish { ambient 0.16 diffuse 0.75 } }

camera { location <-2.6, 4.6, -7.2> look_at <0.5, 0.95, 0.2> angle 42
         aperture 0.16 blur_samples 9 focal_point <0, 1.2, -0.6> }
background { rgb <0.75, 0.82, 0.9> }
// The window, low sun from the left.
light_source { <-14, 9, 5> rgb <1.35, 1.1, 0.82> area_light <3,0,0>, <0,3,0>, 5, 5 adaptive 1 jitter }
light_source { <6, 12, -10> rgb <0.2, 0.23, 0.3> shadowless }

// The desk.
plane { y, 0
  texture { pigment { wood turbulence <0.08, 0.02, 0.15> octaves 3 scale <0.35, 0.35, 6> rotate <2, 84, 0>
      color_map { [0 rgb <0.62, 0.42, 0.25>] [0.5 rgb <0.55, 0.36, 0.2>] [1 rgb <0.46, 0.29, 0.16>] } }
    normal { bumps 0.02 scale 0.05 } finish { specular 0.15 roughness 0.08 reflection 0.03 } } }
// The wall.
plane { -z, -7 pigment { rgb <0.86, 0.84, 0.79> } }

#declare Porcelain = texture { pigment { rgb <0.93, 0.92, 0.89> } finish { specular 0.5 roughness 0.01 reflection { 0.02, 0.12 fresnel on } conserve_energy } }

// The cup: a turned shape with a lip, coffee in it, a handle.
union {
  lathe { cubic_spline 11
    <0.4, -0.1>, <0.62, 0.04>, <0.8, 0.12>, <0.98, 0.5>, <1.08, 1.1>, <1.12, 1.7>, <1.09, 1.76>, <1.04, 1.7>, <0.99, 1.1>, <0.86, 0.5>, <0.5, 0.25> }
  difference {
    torus { 0.46, 0.11 rotate x*90 scale <1, 1.25, 1> translate <1.28, 0.98, 0> }
    cylinder { <0, 0, 0>, <0, 2, 0>, 1.02 }
  }
  texture { Porcelain } interior { ior 1.5 } rotate y*32
}
disc { <0, 1.38, 0>, y, 1.05 texture { pigment { rgb <0.10, 0.05, 0.025> } finish { specular 0.6 roughness 0.005 reflection { 0.03, 0.35 fresnel on } } } interior { ior 1.33 } }
// The saucer.
lathe { cubic_spline 7 <0.0, 0.02>, <0.6, 0.02>, <1.0, 0.03>, <1.5, 0.14>, <1.95, 0.26>, <1.93, 0.31>, <1.4, 0.2>
  texture { Porcelain } interior { ior 1.5 } }

// The switch of the power strip, off.
union {
  superellipsoid { <0.16, 0.3> scale <1.5, 0.26, 0.5> texture { pigment { rgb <0.95, 0.95, 0.94> } finish { specular 0.3 roughness 0.03 } } }
  superellipsoid { <0.3, 0.3> scale <0.3, 0.1, 0.2> rotate z*-9 translate <-0.95, 0.28, 0> texture { pigment { rgb <0.55, 0.06, 0.05> } finish { specular 0.6 roughness 0.02 } } }
  #for (N, 0, 1)
    difference { cylinder { <0.1+N*0.85, 0.24, 0>, <0.1+N*0.85, 0.28, 0>, 0.36 } cylinder { <0.1+N*0.85, 0.25, 0>, <0.1+N*0.85, 0.3, 0>, 0.31 }
      texture { pigment { rgb <0.82, 0.82, 0.8> } } }
    cylinder { <0.1+N*0.85-0.12, 0.2, 0>, <0.1+N*0.85-0.12, 0.265, 0>, 0.035 pigment { rgb 0.1 } }
    cylinder { <0.1+N*0.85+0.12, 0.2, 0>, <0.1+N*0.85+0.12, 0.265, 0>, 0.035 pigment { rgb 0.1 } }
  #end
  cylinder { <1.4, 0.05, 0>, <6, 0.05, 2.4>, 0.1 pigment { rgb <0.92, 0.92, 0.9> } }
  rotate y*-14 scale 0.95 translate <3.1, 0.26, 1.9>
}
// A notebook and a pencil.
box { <-4.8, 0, 0.6>, <-2.1, 0.14, 4.2> pigment { rgb <0.10, 0.34, 0.24> } finish { specular 0.08 } rotate y*-8 }
cylinder { <-3.9, 0.24, 1.2>, <-2.6, 0.24, 3.4>, 0.075 pigment { rgb <0.85, 0.62, 0.12> } finish { specular 0.4 } }
